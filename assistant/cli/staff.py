"""`bangban staff`: the members of the staff, for those who run it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.cases.town import Town
from assistant.cli.storage import migrated
from assistant.errors import AssistantError
from assistant.ports import SystemClock
from assistant.settings import Settings, load_settings
from assistant.store import passwords, staff
from assistant.store.database import Database
from assistant.store.members import Member, Profile, Role

app = typer.Typer(help="Those who answer residents' cases.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name to sign in with.")]


class NotInTown(AssistantError):
    code = "not_in_town"


class NobodyOfThatName(AssistantError):
    code = "nobody_of_that_name"


@app.callback()
def staff_commands() -> None:
    """Those who answer residents' cases."""


@app.command("add")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the member may do.")] = Role.AGENT,
    shown_name: Annotated[str, typer.Option(help="What colleagues read.")] = "",
    office: Annotated[str, typer.Option(help="The id of an office in the town file.")] = "",
    department: Annotated[str, typer.Option(help="The id of a department in the town file.")] = "",
) -> None:
    """Add a member of the staff; print the password for the first sign-in."""
    settings = load_settings()
    profile = Profile(shown_name=shown_name, office=office, department=department)
    _check(settings, role, profile)
    password = passwords.one_time()
    with _opened(settings) as database, database.begin() as session:
        staff.create(
            session,
            name,
            password,
            SystemClock().now(),
            must_change_password=True,
            role=role,
            profile=profile,
        )
    _tell(name, password)


@app.command("list")
def list_all() -> None:
    """Everyone there ever was."""
    with _opened(load_settings()) as database, database.begin() as session:
        everyone = staff.list_members(session)
    table = Table("name", "shown name", "role", "department", "office", "works here")
    for member in everyone:
        table.add_row(
            member.name,
            member.shown_name,
            member.role.value,
            member.department or "",
            member.office or "",
            "yes" if member.active else "no",
        )
    Console().print(table)


@app.command("role")
def role(name: Name, role: Annotated[Role, typer.Argument(help="What the member may do.")]) -> None:
    """Change what a member may do; it signs the member out."""
    settings = load_settings()
    with _opened(settings) as database, database.begin() as session:
        member = _known(staff.by_name(session, name))
        _check(settings, role, Profile(department=member.department))
        staff.set_role(session, member.id, role, SystemClock().now())
    typer.echo(f"{name} is {role.value}.")


@app.command("password")
def password(name: Name) -> None:
    """Give a member who is locked out a one-time password; it signs the member out."""
    with _opened(load_settings()) as database, database.begin() as session:
        given = staff.reset_password(session, _known(staff.by_name(session, name)).id, SystemClock().now())
    _tell(name, given)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = migrated(settings)
    try:
        yield database
    finally:
        database.dispose()


def _known(member: Member | None) -> Member:
    """Raises NobodyOfThatName."""
    if member is None:
        raise NobodyOfThatName("nobody of the staff has this name")
    return member


def _check(settings: Settings, role: Role, profile: Profile) -> None:
    """Raises NotInTown, TownError."""
    town = Town.load(settings.town_file)
    for kind, value, known in (
        ("office", profile.office, town.offices),
        ("department", profile.department, town.departments),
    ):
        if value and value not in known:
            raise NotInTown(f"the town file has no {kind} {value}: it has {', '.join(sorted(known))}")
    if role is Role.DEPARTMENT and not profile.department:
        raise NotInTown("a member of a department needs --department")


def _tell(name: str, password: str) -> None:
    typer.echo(f"name {name}, password {password}: it is shown only now and must be changed at once.")
