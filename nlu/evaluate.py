"""Cross-validates the pipeline on its own training data: `python evaluate.py MISHEARD SCORES`.

MISHEARD is a JSON file with the text of each example written by hand and the same text with homophones; it may
be empty. SCORES gets the figures as JSON. Standard output says how far it is: “folds 1/5”. No model is kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MARKED = (
    "start_callback",
    "start_appointment",
    "start_home_visit",
    "start_assisted_filing",
    "start_complaint",
    "inform_task",
    "correct",
    "ask_about_other",
)
"""Intents in whose examples every entity is marked."""


def main(misheard: Path, target: Path) -> None:
    from serving import logs

    logs.configure("ERROR")
    logs.quiet_warnings()
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from measuring.examples import FOLDS, load, sampled, written_by_hand
    from measuring.folds import cross_validate

    noisy = json.loads(misheard.read_text(encoding="utf-8"))
    knowledge = load([HERE / "data" / "generated" / "knowledge.yml"])
    examples = [*written_by_hand(), *sampled(knowledge)]
    reads = cross_validate(
        examples, knowledge, noisy=noisy, progress=lambda done: print(f"folds {done}/{FOLDS}", flush=True)
    )
    target.write_text(json.dumps(figures(examples, reads), ensure_ascii=False), encoding="utf-8")


def figures(examples: Sequence[Any], reads: Sequence[Any]) -> Mapping[str, Any]:
    """What the readings came to, as JSON has it."""
    from measuring.examples import FOLDS, SEED
    from measuring.folds import QUESTIONS, WAYS_OUT
    from measuring.scores import Pair, by_intent, confusions, entities, macro_f1, weighted_f1

    both = list(zip(examples, reads, strict=True))
    hand = [(example, read) for example, read in both if example.by_hand]
    heard = [(example, read) for example, read in hand if read.misheard is not None]
    marked = [(example, read) for example, read in hand if example.intent in MARKED]
    pairs = [Pair(example.intent, read.intent) for example, read in hand]
    return {
        "folds": FOLDS,
        "seed": SEED,
        "all": {
            "n": sum(example.weight for example in examples),
            "weighted_f1": weighted_f1([Pair(e.intent, r.intent, e.weight) for e, r in both]),
        },
        "by_hand": {
            "n": len(hand),
            "weighted_f1": weighted_f1(pairs),
            "macro_f1": macro_f1(pairs),
            "classifier_alone": weighted_f1([Pair(example.intent, read.alone) for example, read in hand]),
            "intents": {intent: score.to_json() for intent, score in by_intent(pairs).items()},
            "confusions": [list(one) for one in confusions(pairs)],
        },
        "misheard": {
            "n": len(heard),
            "as_written": weighted_f1([Pair(example.intent, read.intent) for example, read in heard]),
            "weighted_f1": weighted_f1([Pair(example.intent, str(read.misheard)) for example, read in heard]),
            "entities_f1": _all(
                entities(
                    (example.spans, read.misheard_spans)
                    for example, read in heard
                    if example.intent in MARKED
                )
            ),
        },
        "entities": {
            kind: score.to_json()
            for kind, score in entities((example.spans, read.spans) for example, read in marked).items()
        },
        "between_steps": {
            "questions": _share(hand, QUESTIONS, lambda example, read: read.waiting in QUESTIONS),
            "ways_out": _share(hand, WAYS_OUT, lambda example, read: read.waiting == example.intent),
        },
    }


def _share(both: Sequence[Any], intents: Sequence[str], holds: Any) -> float:
    asked = [(example, read) for example, read in both if example.intent in intents]
    return round(sum(holds(*one) for one in asked) / len(asked), 4) if asked else 0.0


def _all(scores: Mapping[str, Any]) -> float:
    return float(scores["all"].f1) if "all" in scores else 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
