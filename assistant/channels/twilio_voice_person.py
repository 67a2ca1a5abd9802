"""A caller who wants a person: place and offer, telephones that ring, a briefing, a key, and the way back."""

from __future__ import annotations

from flask import request

from assistant.channels.twilio_gather import Gathering
from assistant.channels.twilio_requests import known
from assistant.channels.twilio_voice_door import OVER, Asked, VoiceDoor, step
from assistant.conversation.phone_people import Search
from assistant.rendering import twiml
from assistant.settings import Settings
from knowledge.article import spoken

MOST_ROUNDS = 8
"""So often staff are looked for, each time for about twenty seconds, before a callback is noted."""
_CALL_BACK = "1"
_ACCEPT = "1"


class Transfer:
    """Each step is a request of the provider; where the call stands is in the tables alone."""

    def __init__(self, settings: Settings, door: VoiceDoor, gathering: Gathering) -> None:
        self._our_number = settings.twilio_number
        self._door = door
        self._gathering = gathering

    def sought(self, asked: Asked, next_round: int | None = None) -> str:
        """The place, the offer to be called back, and telephones that ring if any can."""
        attempt = asked.count("round") if next_round is None else next_round
        search = self._door.people.search(asked.call_sid)
        if search.found == "gone":
            return twiml.say([], search.language)
        if search.found in ("closed", "nobody") or attempt >= MOST_ROUNDS:
            phrase = "voice_closed" if search.found == "closed" else "voice_nobody"
            return self._given_up(asked.call_sid, phrase)
        if search.found == "busy":
            return twiml.ask_key(
                self._offer(search, "voice_busy"),
                search.language,
                pressed=step("person-key", round=attempt),
                silent=step("person", round=attempt + 1),
            )
        return twiml.dial_several(
            self._offer(search),
            search.language,
            pressed=step("person-key", round=attempt),
            rung=[
                (one.number, step("whisper", call=search.call_id, member=one.member_id))
                for one in search.rung
            ],
            caller_id=self._our_number,
            ended=step("person-ended", round=attempt),
        )

    def key(self, asked: Asked) -> str:
        """1 while the caller waits: they are called back. Any other key changes nothing."""
        if asked.is_over:
            return self._hung_up(asked)
        if asked.fields.get("Digits") == _CALL_BACK:
            return self._given_up(asked.call_sid, "voice_callback")
        return self.sought(asked, asked.count("round") + 1)

    def ended(self, asked: Asked) -> str:
        """The telephones rang in vain, or the talk is over; the resident may be there still."""
        known(asked.fields["DialCallStatus"], OVER | {"answered"})
        was_taken = self._door.people.left(asked.call_sid)
        if asked.is_over:
            return self._hung_up(asked)
        if was_taken:
            return self._gathering.resumed(asked.call_sid, "voice_over")
        return self.sought(asked, asked.count("round") + 1)

    def whispered(self, asked: Asked) -> str:
        """What the member who picked up hears alone; whatever answers by itself presses no key."""
        call_id, member_id = asked.identity("call"), asked.identity("member")
        told = self._door.people.briefing(call_id, member_id)
        if told.standing != "free":
            return twiml.farewell(self._door.words(told.language, f"voice_{told.standing}"), told.language)
        words = self._door.words(told.language, "voice_whisper")
        if told.title:
            words += self._door.words(told.language, "voice_whisper_about", title=told.title)
        if told.words:
            words += self._door.words(told.language, "voice_whisper_words", what=told.words)
        onward = step("taken", call=call_id, member=member_id, language=told.language)
        words += self._door.words(told.language, "voice_press")
        return twiml.ask_key(words, told.language, pressed=onward, silent=onward)

    def taken(self, asked: Asked) -> str:
        """Only 1 takes the call; then the two are joined when this markup ends."""
        language = spoken(request.args.get("language"))
        call_id, member_id = asked.identity("call"), asked.identity("member")
        if asked.fields.get("Digits") != _ACCEPT:
            return twiml.farewell([], language)
        taking = self._door.people.take(call_id, member_id)
        words = self._door.words(language, f"voice_{taking}")
        return twiml.say(words, language) if taking == "taken" else twiml.farewell(words, language)

    def _offer(self, search: Search, *phrases: str) -> list[str]:
        place = (
            self._door.words(search.language, "voice_place", count=str(search.before))
            if search.before
            else self._door.words(search.language, "voice_place_first")
        )
        offer = "voice_offer_back" if search.numberless else "voice_offer_callback"
        return [*place, *self._door.words(search.language, *phrases, offer)]

    def _given_up(self, call_sid: str, phrase: str) -> str:
        """Nobody takes the call now: said honestly, noted, and the assistant is there again."""
        can_be_called = self._door.people.call_back(call_sid)
        return self._gathering.resumed(call_sid, phrase if can_be_called else "voice_no_number")

    def _hung_up(self, asked: Asked) -> str:
        self._door.calls.ended(asked.call_sid, "hung_up")
        return twiml.say([], "zh")
