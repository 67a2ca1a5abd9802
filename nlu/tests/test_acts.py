"""Every act keeps to the schema, and a wrong one is never sent."""

import unittest
from pathlib import Path

import yaml
from rasa_sdk.executor import CollectingDispatcher

import rules
from actions.acts import WrongAct, check, send
from serving.domain import WrongResponse, check_responses

NLU = Path(__file__).resolve().parent.parent
TABLE = rules.load()
RULES = rules.rules(TABLE)
DOMAIN = yaml.safe_load((NLU / "domain" / "dialogue.yml").read_text(encoding="utf-8"))
RESPONSES = yaml.safe_load((NLU / "domain" / "responses.yml").read_text(encoding="utf-8"))["responses"]


class SendingActs(unittest.TestCase):
    def test_an_act_is_sent_as_custom_json_without_what_is_none(self) -> None:
        dispatcher = CollectingDispatcher()
        send(dispatcher, "answer", query="低保怎么办", service=None, aspect="steps")
        self.assertEqual(
            dispatcher.messages[0]["custom"], {"kind": "answer", "query": "低保怎么办", "aspect": "steps"}
        )

    def test_a_wrong_act_is_refused_and_nothing_is_sent(self) -> None:
        wrong = (
            ("answer", {}),
            ("answer", {"query": "x", "aspect": "colour"}),
            ("ask", {"slot": "age"}),
            ("say", {"phrase": "您好！"}),
            ("emergency", {"danger": "flood"}),
            ("prose", {"text": "x"}),
        )
        for kind, values in wrong:
            with self.subTest(kind=kind, values=values):
                dispatcher = CollectingDispatcher()
                with self.assertRaises(WrongAct):
                    send(dispatcher, kind, **values)
                self.assertEqual(dispatcher.messages, [])

    def test_the_error_holds_no_words_of_the_resident(self) -> None:
        with self.assertRaises(WrongAct) as raised:
            check({"kind": "answer", "query": "我的秘密", "colour": "red"})
        self.assertNotIn("我的秘密", str(raised.exception))


class Domain(unittest.TestCase):
    def test_every_response_is_one_act(self) -> None:
        check_responses(NLU / "domain")
        for name, variants in RESPONSES.items():
            with self.subTest(name):
                self.assertEqual(len(variants), 1)

    def test_prose_in_a_response_is_refused(self) -> None:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            text = 'version: "3.1"\nresponses:\n  utter_hello:\n    - text: 您好\n'
            (Path(folder) / "domain.yml").write_text(text, encoding="utf-8")
            with self.assertRaises(WrongResponse):
                check_responses(Path(folder))

    def test_every_intent_leads_to_an_act_in_and_out_of_the_forms(self) -> None:
        def intents(form: str | None) -> set[str]:
            condition = [{"active_loop": form}] if form else None
            return {
                step["intent"]
                for rule in RULES
                if rule.get("condition") == condition
                for step in rule["steps"]
                if "intent" in step
            }

        every = {name for intent in DOMAIN["intents"] for name in intent}
        self.assertEqual(intents(None), every)
        self.assertEqual(set(TABLE["forms"]), set(DOMAIN["forms"]))
        for form, entry in TABLE["forms"].items():
            with self.subTest(form):
                self.assertEqual(intents(form), every - set(entry["takes"]))

    def test_an_answer_that_a_form_takes_fills_its_slot(self) -> None:
        for form, entry in TABLE["forms"].items():
            (slot,) = DOMAIN["forms"][form]["required_slots"]
            filling = [
                name
                for mapping in DOMAIN["slots"][slot]["mappings"]
                for name in ([mapping["intent"]] if isinstance(mapping["intent"], str) else mapping["intent"])
            ]
            with self.subTest(form):
                self.assertEqual(set(filling), set(entry["takes"]))

    def test_every_action_of_a_rule_is_known_and_every_response_is_used(self) -> None:
        known = {name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["actions"]}
        used = {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}
        own = {"action_listen", "action_deactivate_loop", *DOMAIN["forms"]}
        self.assertEqual(used - own - known, used & set(RESPONSES))
        asked = {f"utter_ask_{slot}" for form in DOMAIN["forms"].values() for slot in form["required_slots"]}
        self.assertEqual(set(RESPONSES), (used & set(RESPONSES)) | asked)

    def test_what_interrupts_the_form_ends_it_in_the_same_turn(self) -> None:
        for rule in RULES:
            if "condition" in rule and "intent" in rule["steps"][0]:
                with self.subTest(rule["rule"]):
                    self.assertEqual(
                        rule["steps"][-2:], [{"action": "action_deactivate_loop"}, {"active_loop": None}]
                    )


if __name__ == "__main__":
    unittest.main()
