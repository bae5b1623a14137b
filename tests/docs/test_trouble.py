"""Whatever Wasla says is wrong leads to what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, get_args

import pytest
import yaml

from bot.domain.alert import AlertKind
from bot.whatsapp.codes import RULES
from docs.sentences import GROUPS, group_of, sentences
from tests.docs.snippets import PAGES, ROOT, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.docs.conftest import Shop

TROUBLE: Final = WRITTEN["operations/trouble.md"]
SENTENCES: Final = sentences()
SAID: Final = [one.text for one in SENTENCES]


def rows(text: str) -> dict[str, str]:
    """The tables of a page: what stands in the first column, and the last one."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {cells[0].strip("`"): cells[-1] for cells in lines}


def test_every_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yaml").read_text())
    rung = [rule["alert"] for group in rules["groups"] for rule in group["rules"] if "alert" in rule]
    assert [name for name in (*get_args(AlertKind), *rung) if not rows(TROUBLE).get(name)] == []


def test_every_code_of_whatsapp_has_its_row() -> None:
    named = {int(code) for cell in rows(PAGES["operations/failures.md"]) for code in re.findall(r"\d+", cell)}
    assert named == RULES.keys()


def test_every_sentence_stands_in_a_group_that_leads_somewhere() -> None:
    assert len(SAID) > 150
    assert {group_of(one).title for one in SENTENCES} == {group.title for group in GROUPS}
    assert [one for one in SAID if f"- `{one}`" not in PAGES["operations/sentences.md"]] == []


def test_reasons_that_a_notice_is_skipped_for_are_those_of_the_program() -> None:
    section = TROUBLE.partition("## A notice did not go out")[2].partition("\n## ")[0]
    wanted = [reason for reason in rows(section) if reason not in {"reason", "---"}]
    assert [reason for reason in wanted if not any(one.startswith(reason) for one in SAID)] == []


def test_what_a_start_says_is_what_the_program_says() -> None:
    section = TROUBLE.partition("## It does not start")[2].partition("\n## ")[0]
    assert [words for words in rows(section) if words not in {"it says", "---"} and not any(words.split("`")[0] in one for one in SAID)] == []


def known(text: str) -> bool:
    """Whether a sentence that was really said is one of the page, with something in its gaps."""
    patterns = (".+".join(map(re.escape, one.split("…"))) for one in SAID)
    return any(re.search(pattern, text) for pattern in patterns)


@pytest.mark.parametrize(
    "words",
    [("inbox", "show", "x"), ("alerts", "done", "x"), ("keys", "revoke", "x"), ("staff", "reset", "x@example.com"), ("customer", "export", "x")],
    ids=" ".join,
)
def test_a_mistake_on_the_command_line_is_one_of_the_sentences(words: Sequence[str], offline: Shop) -> None:
    ran = offline.wasla(*words)
    assert (ran.status, known(ran.errors.strip())) == (1, True), ran.errors


def test_a_sentence_that_nobody_says_is_known_to_be_none() -> None:
    assert not known("the moon is made of cheese and can't be eaten")
