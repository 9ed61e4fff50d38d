"""A search made ready beside other work: the same answers, nothing kept of what was given up, errors in their place."""

import threading

import pytest

from paperwire.domain.errors import ArchiveError
from paperwire.memory import Search, open_archive
from paperwire.memory.search import GivenUp
from paperwire.memory.search_table import SearchTable
from paperwire.memory.warming import warming


@pytest.fixture
def archive(asked_archive):
    with open_archive(asked_archive, write=False) as opened:
        yield opened


def found(search):
    return [one.record.id for one in search.find("routing of experts")]


def test_a_warmed_search_finds_the_same(archive):
    cold, warm = Search(archive), Search(archive)
    with warming(warm, archive.connection.path):
        assert found(warm) == found(cold) != []
    assert found(warm) == found(cold)


def test_leaving_at_once_leaves_no_thread_and_a_search_that_works(archive):
    search = Search(archive)
    with warming(search, archive.connection.path):
        pass
    assert not [one for one in threading.enumerate() if one.name == "paperwire-warming"]
    assert found(search) == found(Search(archive))


def test_what_was_given_up_is_not_kept(archive):
    search = Search(archive)
    with pytest.raises(GivenUp):
        search.prepare(SearchTable(archive.connection), lambda: False)
    assert found(search) == found(Search(archive))


def test_what_goes_wrong_is_told_by_the_search(asked_archive):
    with open_archive(asked_archive, write=True, room=0) as archive, archive.connection.transaction() as cursor:
        cursor.execute("DELETE FROM searchable")
    with open_archive(asked_archive, write=False) as archive:
        search = Search(archive)
        with warming(search, archive.connection.path), pytest.raises(ArchiveError, match="cannot be searched yet"):
            search.find("routing")
