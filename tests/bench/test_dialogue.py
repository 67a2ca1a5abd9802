import os
import subprocess
import sys
from itertools import islice

import pytest

from assistant.conversation.tasks.plans import PLANS
from bench import dialogue_talks
from bench.dialogue_talks import ANSWERS, Examples, Said, residents, round_of
from bench.memory import memory_of


@pytest.fixture(scope="module")
def examples() -> Examples:
    return dialogue_talks.examples()


def said_in(examples: Examples, number: int) -> list[Said]:
    return [said for talk in round_of(examples, number) for said in talk]


def test_examples_are_what_residents_say_without_the_marks_of_entities(examples: Examples) -> None:
    lines = [line for found in examples.values() for line in found]

    assert len(lines) > 1000
    assert not [line for line in lines if not line or "](" in line or line.startswith("-")]


def test_a_round_says_something_of_every_intent(examples: Examples) -> None:
    said = {one.text for one in said_in(examples, 0)}

    assert [intent for intent, lines in examples.items() if said.isdisjoint(lines)] == []


def test_a_round_goes_through_every_step_of_every_task_and_every_form(examples: Examples) -> None:
    asked = {one.asked for one in said_in(examples, 0)}

    steps = {f"task:{step}" for plan in PLANS.values() for step in plan.steps}
    assert steps | {"task:confirm", "task:change", "fact", "district"} <= asked
    assert {step for plan in PLANS.values() for step in plan.steps} <= ANSWERS.keys()


def test_two_runs_say_the_same_and_two_rounds_do_not(examples: Examples) -> None:
    assert round_of(examples, 1) == round_of(examples, 1)
    assert said_in(examples, 0) != said_in(examples, 1)


def test_the_places_of_a_run_share_its_conversations(examples: Examples) -> None:
    talks = round_of(examples, 0)
    shares = [list(islice(residents(examples, place, 4, "run"), len(talks))) for place in range(4)]

    ids = [conversation for share in shares for conversation, _ in share]
    assert len(set(ids)) == len(ids)
    first_round = {conversation: talk for share in shares for conversation, talk in share}
    assert [first_round[f"bench-run-{index}"] for index in range(len(talks))] == talks


def test_memory_is_that_of_the_process_with_its_children() -> None:
    alone, most = memory_of(os.getpid())
    speak_and_wait = [sys.executable, "-c", "print('here', flush=True); input()"]
    with subprocess.Popen(speak_and_wait, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        together, _ = memory_of(os.getpid())
        of_child, _ = memory_of(child.pid)

    assert 0 < alone <= most
    assert together >= alone + of_child - 1
