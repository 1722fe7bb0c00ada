"""People of the office: add, list, change the role, switch off, give a new password."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission, Role
from desktop.domain.text import clean, fold
from desktop.models.offices import users
from desktop.services.office import Office, User, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.passwords import (
    check_password,
    keys_changed,
    name_problems,
    wrapped_for,
)


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added."""

    name: str
    role: Role
    password: str
    department: str = ""
    title: str = ""


def list_users(office: Office) -> tuple[User, ...]:
    """Everybody, active first, by name."""

    def build() -> tuple[User, ...]:
        with office.reading() as connection:
            order = (users.c.is_active.desc(), users.c.name_key)
            rows = connection.execute(select(users).order_by(*order)).all()
        return tuple(_user(row) for row in rows)

    return office.remembered("users", frozenset({Change.USERS}), build)


def add_user(office: Office, new: NewUser) -> Outcome[User]:
    """Adds a person. The key is wrapped first: a crash between leaves a wrap nobody can use.

    Raises InputRefused.
    """
    office.require(Permission.MANAGE_USERS)
    name = clean(new.name)
    problems = name_problems(name, "name")
    if any(fold(name) == fold(known.name) for known in list_users(office)):
        problems.append(InputProblem("name", Entry.NAME_TAKEN, {"text": name}))
    try:
        check_password(new.password)
    except InputRefused as refused:
        problems.extend(refused.problems)
    if problems:
        raise InputRefused(*problems)
    with _password_given(office, name, new.password), office.command() as work:
        row = {
            "uuid": new_travel_id(),
            "name": name,
            "name_key": fold(name),
            "role": new.role,
            "department": clean(new.department),
            "title": clean(new.title),
            "created_at": work.now,
        }
        made = work.connection.execute(insert(users).values(row).returning(users.c.id))
        user = User(made.scalar_one(), name, new.role, row["department"], row["title"])  # type: ignore[arg-type]
        work.audit("user.add", name, role=new.role)
        return work.outcome(user, Change.USERS)


def change_user(
    office: Office, user_id: int, role: Role, department: str, title: str, is_active: bool
) -> Outcome[User]:
    """Changes what a person is; the last active administrator cannot be taken away."""
    office.require(Permission.MANAGE_USERS)
    with _kept_or_taken_key(office, user_id, is_active), office.command() as work:
        old = _user(work.connection.execute(select(users).where(users.c.id == user_id)).one())
        if old.role is Role.ADMIN and old.is_active and (role is not Role.ADMIN or not is_active):
            _refuse_last_admin(work.connection, old)
        values = {
            "role": role,
            "department": clean(department),
            "title": clean(title),
            "is_active": is_active,
        }
        work.connection.execute(update(users).where(users.c.id == user_id).values(values))
        work.audit("user.change", old.name, role=role, is_active=is_active)
        changed = User(user_id, old.name, role, clean(department), clean(title), is_active)
        return work.outcome(changed, Change.USERS)


def give_password(office: Office, name: str, password: str) -> Outcome[None]:
    """A new password from the administrator, for a person who forgot theirs."""
    office.require(Permission.MANAGE_USERS)
    known = next((u for u in list_users(office) if u.name == name), None)
    if known is None:
        names = tuple(u.name for u in list_users(office))
        raise RuleViolation(Rule.USER_UNKNOWN, name=name, names=names)
    check_password(password, "new_password")
    with _password_given(office, name, password), office.command() as work:
        work.audit("password.give", name)
        return work.outcome(None, Change.USERS)


def _password_given(office: Office, name: str, password: str) -> AbstractContextManager[None]:
    return keys_changed(
        office.folder, lambda keys: wrapped_for(keys, name, password, office.database_key)
    )


def _kept_or_taken_key(
    office: Office, user_id: int, is_active: bool
) -> AbstractContextManager[None]:
    """Who is switched off opens nothing any more."""
    if is_active:
        return nullcontext()
    with office.reading() as connection:
        name = connection.execute(select(users.c.name).where(users.c.id == user_id)).scalar_one()
    return keys_changed(office.folder, lambda keys: keys.without_user(name))


def _refuse_last_admin(connection: Connection, user: User) -> None:
    others = connection.execute(
        select(func.count())
        .select_from(users)
        .where(users.c.role == Role.ADMIN, users.c.is_active, users.c.id != user.id)
    ).scalar_one()
    if not others:
        raise RuleViolation(Rule.LAST_ADMIN, name=user.name)


def _user(row: Any) -> User:
    return User(row.id, row.name, row.role, row.department, row.title, row.is_active)
