"""`paperwire mcp`, spoken to by the SDK's own client over stdio."""

import sys
from contextlib import asynccontextmanager

import pytest

mcp = pytest.importorskip("mcp", reason="needs the extra mcp")


@pytest.fixture
def connect(asked_archive, tmp_path):
    @asynccontextmanager
    async def session():
        arguments = ["-m", "paperwire", "mcp", "--archive", str(asked_archive), "--engine", "extractive"]
        server = mcp.StdioServerParameters(command=sys.executable, args=arguments, cwd=str(tmp_path))
        async with mcp.Client(server) as client:
            yield client

    return session


async def test_the_five_tools_answer_over_stdio(connect):
    async with connect() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "paper", "review", "digest", "ask"}
        assert all(tool.description for tool in tools.values())

        found = await client.call_tool("search", {"query": "routing of experts", "kinds": ["paper"], "limit": 2})
        assert [one["paper_id"] for one in found.structured_content["result"]] == ["2605.00001", "2603.00002"]
        march = await client.call_tool("search", {"query": "quantization", "when": "in March 2026"})
        assert {one["paper_id"] for one in march.structured_content["result"]} <= {
            "2603.00001",
            "2603.00002",
            "2603.00003",
        }

        paper = (await client.call_tool("paper", {"paper_id": "2603.00003"})).structured_content
        assert paper["ended"] == [{"day": "2026-03-10", "state": "scored", "reason": "ended as number 2"}]
        assert paper["triage"][0]["relevance"] == 7

        for written in ("arXiv:2603.00003v2", "https://arxiv.org/abs/2603.00003"):
            assert (await client.call_tool("paper", {"paper_id": written})).structured_content == paper

        review = (await client.call_tool("review", {"paper_id": "2603.00001"})).structured_content
        assert review["meta_review"]["recommendation"] == "reject"

        digest = (await client.call_tool("digest", {})).structured_content
        assert digest["day"] == "2026-05-12"

        answer = (
            await client.call_tool("ask", {"question": "which papers are about quantization in May 2026?"})
        ).structured_content
        assert answer["state"] == "answered"
        assert "TinyBits" in answer["text"]


async def test_what_is_not_held_is_an_error_with_its_reason(connect):
    async with connect() as client:
        for tool, arguments, told in (
            ("paper", {"paper_id": "2401.00001"}, "does not hold '2401.00001'"),
            ("review", {"paper_id": "2603.00003"}, "has not read '2603.00003'"),
            ("digest", {"day": "yesterday"}, "is not a day"),
            ("digest", {"day": "20260512"}, "is not a day"),
            ("digest", {"day": "2026-01-01"}, "There is no digest of 2026-01-01"),
            ("search", {"query": "x", "when": "someday"}, "is no time that is understood"),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert told in result.content[0].text
