"""The database itself refuses to change or take out what was recorded."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.record.happenings import spoken

from yishi.record import triggers
from yishi.record.actions import seal
from yishi.record.models import Entry, Leaf, Node, TreeHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> None:
    spoken(256)
    seal()


@pytest.mark.parametrize("model", [Entry, Leaf, Node, TreeHead])
def test_rows_are_not_changed(sealed, model):
    field = {Entry: "kind", Leaf: "hash", Node: "hash", TreeHead: "root"}[model]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**{field: b"x" if field != "kind" else "x"})


@pytest.mark.parametrize("table", triggers.GUARDED)
def test_rows_are_not_taken_out(sealed, table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("table", triggers.GUARDED)
def test_tables_are_not_emptied(sealed, table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.database("sqlite")
def test_rows_are_not_replaced(sealed):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "REPLACE INTO record_treehead (size, root, sealed_at) VALUES (256, x'00', '2026-01-01')"
        )


def test_missing_triggers_are_named():
    assert triggers.missing(connection) == []
    with connection.cursor() as cursor:
        on = " ON record_leaf" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER record_leaf_no_delete{on}")
    assert triggers.missing(connection) == ["record_leaf_no_delete"]
    triggers.install(connection)
    assert triggers.missing(connection) == []


@pytest.mark.database("sqlite")
def test_a_trigger_that_does_nothing_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_leaf_no_delete")
        cursor.execute(
            "CREATE TRIGGER record_leaf_no_delete BEFORE DELETE ON record_leaf BEGIN SELECT 1; END"
        )
    assert triggers.missing(connection) == ["record_leaf_no_delete"]


@pytest.mark.database("postgresql")
def test_a_trigger_whose_function_does_nothing_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$"
        )
    assert len(triggers.missing(connection)) == 12
