from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.faults import Fault
from bot.simulator.templates import TemplateStore, filled, variables

Json = dict[str, Any]


def spec(**others: Any) -> Json:
    return {"name": "thanks", "language": "en", "category": "utility", "components": [{"type": "body", "text": "Hi {{1}}"}]} | others


def test_a_created_template_is_found_by_name_language_and_id() -> None:
    store = TemplateStore()
    created = store.create("200", spec())
    assert store.find("200", "thanks", "en") == created
    assert store.by_id(created.id) == created
    assert (created.category, created.status, created.text("BODY")) == ("UTILITY", "APPROVED", "Hi {{1}}")


def test_the_same_name_may_exist_in_other_languages_and_accounts() -> None:
    store = TemplateStore()
    for waba_id, language in (("200", "en"), ("200", "ar"), ("201", "en")):
        store.create(waba_id, spec(language=language))
    assert len(store.listed("200", {})) == 2


def test_the_same_name_and_language_is_refused() -> None:
    store = TemplateStore()
    store.create("200", spec())
    with pytest.raises(Fault) as caught:
        store.create("200", spec())
    assert (caught.value.code, caught.value.subcode) == (100, 2388024)


@pytest.mark.parametrize(
    "others",
    [
        {"name": "With Capitals"},
        {"name": ""},
        {"name": "x" * 513},
        {"language": ""},
        {"category": "NEWS"},
        {"components": []},
        {"components": None},
        {"components": "text"},
        {"components": [{"type": "BODY", "text": "x" * 1025}]},
        {"components": [{"type": "BODY", "text": "x"}, {"type": "FOOTER", "text": "x" * 61}]},
        {"components": [{"type": "BODY", "text": "x"}, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "x" * 26}]}]},
        {"components": [{"type": "BODY", "text": "x"}, {"type": "BUTTONS", "buttons": [{"text": "x"}] * 11}]},
    ],
)
def test_a_template_that_can_not_be_is_refused(others: Json) -> None:
    with pytest.raises(Fault) as caught:
        TemplateStore().create("200", spec(**others))
    assert caught.value.code == 100


def test_lists_are_filtered() -> None:
    store = TemplateStore()
    store.create("200", spec())
    store.create("200", spec(name="sorry"), status="PAUSED")
    assert [one.name for one in store.listed("200", {"status": "PAUSED"})] == ["sorry"]
    assert [one.name for one in store.listed("200", {"name": "thanks", "language": "en"})] == ["thanks"]
    assert store.listed("200", {"language": "ar"}) == []


def test_a_template_can_change_its_status_and_components() -> None:
    store = TemplateStore()
    created = store.create("200", spec())
    store.change(created, status="PAUSED", components=[{"type": "BODY", "text": "Bye"}])
    changed = store.find("200", "thanks", "en")
    assert changed is not None
    assert (changed.status, changed.text("BODY"), changed.id) == ("PAUSED", "Bye", created.id)


def test_deleting_a_name_takes_all_languages() -> None:
    store = TemplateStore()
    store.create("200", spec())
    store.create("200", spec(language="ar"))
    assert store.delete("200", "thanks") == 2
    assert store.delete("200", "thanks") == 0


def test_deleting_by_id_leaves_the_other_languages() -> None:
    store = TemplateStore()
    gone = store.create("200", spec())
    store.create("200", spec(language="ar"))
    assert store.delete("200", "thanks", gone.id) == 1
    assert [one.language for one in store.listed("200", {})] == ["ar"]


def test_variables_are_read_in_order_and_filled() -> None:
    text = "{{name}}: {{ order }} and {{name}}"
    assert variables(text) == ["name", "order"]
    assert filled(text, {"name": "Sara"}) == "Sara: {{ order }} and Sara"
