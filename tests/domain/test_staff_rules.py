from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canned import Team, named_team, team
from bot.domain.staff import ROLES, Role, StaffMember, staff_id
from bot.domain.staff_rules import Profile, added, changed, differences, kept_teams, leaves_nobody, may_know, may_manage

NOW = 1_760_000_000_000
STORES = ("noor", "dar")
OWNER = StaffMember(staff_id("o@x.example"), "o@x.example", "Owner", "admin", NOW)
NOORS = StaffMember(staff_id("n@x.example"), "n@x.example", "Noors", "admin", NOW, stores=("noor",))
AGENT = StaffMember(staff_id("a@x.example"), "a@x.example", "Agent", "agent", NOW, stores=("noor",))

some_stores = st.sets(st.sampled_from(STORES)).map(lambda found: tuple(sorted(found)))
people = st.builds(
    lambda n, role, stores, off: StaffMember(f"s:{n}", f"{n}@x.example", str(n), role, NOW, stores=stores, disabled_at=NOW if off else None),
    st.integers(0, 4),
    st.sampled_from(ROLES),
    some_stores,
    st.booleans(),
)
profiles = st.builds(Profile, st.sampled_from(["", "Mona", " x "]), st.sampled_from([*ROLES, "owner"]), some_stores)


def reach(member: StaffMember) -> set[str]:
    return set(member.stores or (*STORES, "every store there will be"))


@given(people, people)
def test_who_manages_somebody_sees_all_that_he_sees(manager: StaffMember, other: StaffMember) -> None:
    wanted = manager.role == "admin" and reach(other) <= reach(manager)
    assert may_manage(manager, other) is wanted
    assert may_know(manager, other) or not may_manage(manager, other)


@given(people, people, profiles)
def test_nobody_gives_what_he_has_not_nor_lifts_himself(manager: StaffMember, before: StaffMember, profile: Profile) -> None:
    after = changed(manager, before, profile)
    if isinstance(after, StaffMember):
        assert reach(before) | reach(after) <= reach(manager)
        assert manager.id != before.id or (after.role, after.stores) == (before.role, before.stores)
        assert replace(after, name="", role="agent", stores=(), teams=()) == replace(before, name="", role="agent", stores=(), teams=())


@given(st.lists(people, unique_by=lambda one: one.id), people)
def test_who_could_let_others_in_before_still_can_somebody_after(everybody: list[StaffMember], after: StaffMember) -> None:
    before = next((one for one in everybody if one.id == after.id), after)

    def cared_for(staff: list[StaffMember]) -> set[str]:
        return {store for one in staff if one.role == "admin" and one.disabled_at is None for store in reach(one)}

    rest = [one for one in everybody if one.id != before.id]
    lost = cared_for([before]) - cared_for([after, *rest])
    # Several admins of one store each are not one of all: stores may be added.
    assert leaves_nobody(before, after, everybody) is bool(lost)


@pytest.mark.parametrize(
    ("manager", "before", "profile", "why"),
    [
        (AGENT, AGENT, Profile("x", "agent", ("noor",)), "not_yours"),
        (NOORS, OWNER, Profile("x", "agent", ("noor",)), "not_yours"),
        (OWNER, AGENT, Profile(" ", "agent"), "name"),
        (OWNER, AGENT, Profile("x" * 81, "agent"), "name"),
        (OWNER, AGENT, Profile("a\nb\x07", "agent"), "name"),
        (OWNER, AGENT, Profile("x", "owner"), "role"),
        (NOORS, AGENT, Profile("x", "agent"), "stores"),
        (NOORS, AGENT, Profile("x", "agent", ("noor", "dar")), "stores"),
        (NOORS, NOORS, Profile("x", "agent", ("noor",)), "yourself"),
        (OWNER, OWNER, Profile("x", "admin", ("noor",)), "yourself"),
    ],
)
def test_why_somebody_can_not_be_changed(manager: StaffMember, before: StaffMember, profile: Profile, why: str) -> None:
    assert changed(manager, before, profile) == why


def test_a_new_person_is_called_something_and_has_no_password() -> None:
    made = added(OWNER, " New@X.example ", Profile("", "agent", ("noor",)), NOW, {OWNER.id})
    assert made == StaffMember(staff_id("new@x.example"), "new@x.example", "new", "agent", NOW, stores=("noor",))
    assert added(NOORS, "new@x.example", Profile("N", "admin"), NOW, ()) == "stores"


@pytest.mark.parametrize("email", ["", "x", "a@b@c", "a b@c", "@x", "a@", "a\x00@b.example", f"{'a' * 65}@x"])
def test_what_is_no_address_is_nobody(email: str) -> None:
    assert added(OWNER, email, Profile("x", "agent"), NOW, ()) == "email"


def test_an_address_is_given_once() -> None:
    assert added(OWNER, AGENT.email.upper(), Profile("x", "agent"), NOW, {AGENT.id}) == "there"


@pytest.mark.parametrize(
    ("role", "stores", "off", "last"),
    [("agent", (), None, True), ("admin", ("noor",), None, True), ("admin", (), NOW, True), ("admin", (), None, False)],
)
def test_the_last_admin_of_all_stores_stays_one(role: Role, stores: tuple[str, ...], off: int | None, last: bool) -> None:  # noqa: FBT001
    after = replace(OWNER, role=role, stores=stores, disabled_at=off)
    assert leaves_nobody(OWNER, after, [OWNER, NOORS, AGENT]) is last
    assert not leaves_nobody(OWNER, after, [OWNER, replace(OWNER, id="s:other")])


def test_only_teams_of_ones_stores_are_kept() -> None:
    every = [team("noor", "Returns"), team("dar", "Returns")]
    assert kept_teams(("dar:returns", "noor:returns", "gone"), ("noor",), every) == ("noor:returns",)
    assert kept_teams(("dar:returns", "noor:returns"), (), every) == ("dar:returns", "noor:returns")


def test_the_log_says_what_was_and_what_is() -> None:
    after = replace(AGENT, role="admin", stores=(), teams=("noor:returns",))
    assert differences(AGENT, after, {"noor:returns": "Returns"}) == "role: agent → admin; stores: noor → all; teams: none → Returns"
    assert differences(None, AGENT, {}) == "name: Agent; role: agent; stores: noor; teams: none"


def test_a_team_keeps_its_id_under_another_name_and_a_new_one_gets_a_free_one() -> None:
    first = team("noor", "Returns")
    renamed = named_team("noor", " Back  office ", [first], first)
    assert renamed == Team("noor:returns", "noor", "Back office")
    again = named_team("noor", "RETURNS", [renamed])
    assert again == Team("noor:returns#2", "noor", "RETURNS")


def test_two_teams_of_a_store_are_not_called_the_same() -> None:
    first = team("noor", "Returns")
    assert [named_team("noor", name, [first]) for name in ("returns", " ", "x" * 41)] == ["there", "name", "name"]
    assert named_team("noor", "RETURNS", [first], first) == replace(first, name="RETURNS")


@given(st.lists(people, min_size=1, max_size=5, unique_by=lambda one: one.id), st.lists(st.tuples(people, people, profiles), max_size=8))
def test_whatever_admins_do_one_after_another_every_store_keeps_its_admins(
    everybody: list[StaffMember], tries: list[tuple[StaffMember, StaffMember, Profile]]
) -> None:
    """As the console does it: who acts and who is acted upon are looked up anew, and what leaves nobody is not done."""
    staff = {one.id: one for one in everybody}

    def cared_for() -> set[str]:
        return {store for one in staff.values() if one.role == "admin" and one.disabled_at is None for store in reach(one)}

    for who, whom, profile in tries:
        manager, before, had = staff.get(who.id), staff.get(whom.id), cared_for()
        if manager is None or before is None or manager.disabled_at is not None:
            continue
        after = changed(manager, before, profile)
        if isinstance(after, StaffMember) and not leaves_nobody(before, after, staff.values()):
            staff[before.id] = after
        assert had <= cared_for()


def test_a_name_is_kept_in_one_line_without_spaces_around_it() -> None:
    made = changed(OWNER, AGENT, Profile("  Tariq \t al  Amri ", "agent", ("noor",)))
    assert made == replace(AGENT, name="Tariq al Amri")


def test_what_somebody_has_twice_is_kept_once_and_in_order() -> None:
    made = changed(OWNER, AGENT, Profile("Agent", "agent", ("noor", "dar", "noor"), ("t2", "t1", "t2")))
    assert made == replace(AGENT, stores=("dar", "noor"), teams=("t1", "t2"))


@given(st.lists(st.sampled_from(["Returns", "Orders", "returns", "VIP"]), max_size=8), st.integers(0, 7))
def test_ids_and_names_of_a_stores_teams_stay_its_own_whatever_is_added_and_renamed(names: list[str], rename: int) -> None:
    there: list[Team] = []
    for n, name in enumerate(names):
        made = named_team("noor", name, there)
        there += [made] if isinstance(made, Team) else []
        if n == rename and there:
            renamed = named_team("noor", f"Other {n}", there, there[0])
            assert isinstance(renamed, Team)
            there[0] = renamed
    assert len({one.id for one in there}) == len({one.name.casefold() for one in there}) == len(there)
