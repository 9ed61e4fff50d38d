"""Pictures of the week: what they show, in words too, and that they are fit to stand in a page."""

import io
import re
from types import ModuleType
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from paperwire.digests.pictures import map_picture, shares_picture, weekly_pictures
from paperwire.digests.pictures.ink import MARKS
from paperwire.digests.pictures.labels import Box, Point, Wanted, place_labels
from paperwire.digests.pictures.timeline import timeline
from paperwire.domain import MapPoint, Trends

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "]]></svg><script>alert(1)</script><svg>",
    '"><image href="https://evil.example/x.png"/>',
    "</title><a xlink:href='javascript:alert(1)'>x</a>",
    "$\\frac{a}{$ --> <!-- &lt;b&gt; &#x6A;",
    "url(https://evil.example/x) @import 'x'",
    "\x1b[31m\u202e\x00 \x0b\ufffe",
    "长上下文 显存减半 🙂",
)
ALLOWED = {"svg", "title", "desc", "g", "path", "defs", "use", "text", "tspan", "clipPath", "rect"}


@pytest.fixture(scope="module")
def trends(weeks: ModuleType) -> Trends:
    return weeks.trends()


def test_a_week_without_papers_has_no_pictures(weeks: ModuleType) -> None:
    assert weekly_pictures(weeks.empty().trends) == ()


def test_papers_without_a_trend_still_make_a_map(weeks: ModuleType) -> None:
    [picture] = weekly_pictures(weeks.trends(count=0, papers=30))
    assert picture.name == "weekly-map"
    assert "No topic is marked" in picture.alt


def test_the_same_week_is_drawn_the_same(trends: Trends) -> None:
    first = weekly_pictures(trends)
    with mpl.rc_context({"font.size": 20, "svg.hashsalt": "other", "svg.fonttype": "path", "lines.linewidth": 9}):
        assert weekly_pictures(trends) == first


def test_drawing_leaves_matplotlib_as_it_was(trends: Trends) -> None:
    before = dict(mpl.rcParams)
    weekly_pictures(trends)
    assert dict(mpl.rcParams) == before


def test_a_panel_a_topic_up_to_the_last_mark(weeks: ModuleType) -> None:
    picture = shares_picture(weeks.trends(count=10))
    assert picture is not None
    assert len(picture.svgs) == len(MARKS)
    assert "2 more stand in the table only" in picture.caption


def test_alt_texts_tell_the_numbers(trends: Trends) -> None:
    shares, papers = weekly_pictures(trends)
    assert "KV-cache compression, 5.0%, growing" in shares.alt
    assert "600 papers" in papers.alt
    assert re.search(r"KV-cache compression \(circles, 75 papers, \w+", papers.alt)
    assert "300 papers belong to none" in papers.alt
    panel = ElementTree.fromstring(shares.svgs[0])
    assert panel.find(f"{SVG}desc").text.startswith("2026-W05 2.0%, 2026-W06 2.5%")
    assert panel.attrib["role"] == "img"
    assert panel.attrib["aria-labelledby"].split() == [
        panel.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")
    ]


def test_gaps_are_open_and_marked() -> None:
    line = timeline(["2025-W51", "2025-W52", "2026-W01", "2026-W09", "2026-W11"])
    assert line.stretches(sorted(line.at)) == [["2025-W51", "2025-W52", "2026-W01"], ["2026-W09"], ["2026-W11"]]
    assert [gap.weeks for gap in line.gaps] == [7, 1]
    assert [gap.right - gap.left for gap in line.gaps] == [2, 1]


def test_no_line_crosses_a_gap(trends: Trends, weeks: ModuleType) -> None:
    mark = "var(--mark-1, #0b5fa5)"

    def joined(svg: str) -> list[int]:
        lines = [n for n in ElementTree.fromstring(svg).iter(f"{SVG}path") if f"stroke: {mark}" in n.get("style", "")]
        return sorted(
            len(re.findall("[ML]", node.attrib["d"])) for node in lines if "opacity" not in node.attrib["style"]
        )

    assert joined(shares_picture(trends).svgs[0]) == [2, 2, 3]
    whole = weeks.trends(weeks=("2026-W15", "2026-W16", "2026-W17"))
    assert joined(shares_picture(whole).svgs[0]) == [3]


def test_every_topic_has_a_shape_of_its_own() -> None:
    assert len({mark.marker for mark in MARKS}) == len({mark.sign for mark in MARKS}) == len(MARKS)
    lightness = sorted(
        sum(int(mark.colour[at : at + 2], 16) * w for at, w in ((1, 0.3), (3, 0.59), (5, 0.11))) for mark in MARKS
    )
    # Between the paper and black, so that they stand out on light and on dark ground.
    assert lightness[0] > 50
    assert lightness[-1] < 170


def test_every_paper_is_on_the_map_once(trends: Trends) -> None:
    picture = map_picture(trends)
    tips = [node.find(f"{SVG}title") for node in ElementTree.fromstring(picture.svgs[0]).iter(f"{SVG}use")]
    assert sorted(tip.text for tip in tips) == sorted(point.title for point in trends.map)


@pytest.mark.parametrize(("papers", "most"), [(600, 120_000), (2000, 200_000)])
def test_a_map_of_many_papers_stays_small(weeks: ModuleType, papers: int, most: int) -> None:
    picture = map_picture(weeks.trends(count=8, papers=papers))
    assert len(picture.svgs[0].encode()) < most
    assert len(picture.png) < 400_000


def test_pngs_hold_the_picture_and_no_date(trends: Trends) -> None:
    for picture in weekly_pictures(trends):
        image = Image.open(io.BytesIO(picture.png))
        assert image.info.keys() <= {"dpi"}
        assert min(image.size) > 300
        assert len(set(image.convert("L").resize((60, 40)).tobytes())) > 8


@pytest.mark.filterwarnings("error")
def test_hostile_names_and_titles_stay_text(weeks: ModuleType) -> None:
    plain = weeks.trends(count=len(HOSTILE), papers=0)
    topics = [
        one.model_copy(update={"name": text, "id": text}) for one, text in zip(plain.trends, HOSTILE, strict=True)
    ]
    points = [
        MapPoint(paper_id=text, title=text, x=n / 30, y=n / 30, trend_id=text if n < 16 else "")
        for n, text in enumerate(HOSTILE * 3)
    ]
    pictures = weekly_pictures(plain.model_copy(update={"trends": tuple(topics), "map": tuple(points)}))
    drawings = [svg for picture in pictures for svg in picture.svgs]
    assert len(drawings) == len(HOSTILE) + 1
    for node in (node for svg in drawings for node in ElementTree.fromstring(svg).iter()):
        assert node.tag.removeprefix(SVG) in ALLOWED
        assert_harmless(node)


def assert_harmless(node: ElementTree.Element) -> None:
    for name, value in node.attrib.items():
        assert not name.startswith("on")
        assert "evil" not in value
        assert "javascript" not in value
        if name.endswith("href"):
            assert value.startswith("#")
        assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", value))


def test_ids_of_all_drawings_differ(trends: Trends) -> None:
    drawings = [svg for picture in weekly_pictures(trends) for svg in picture.svgs]
    ids = [node.attrib["id"] for svg in drawings for node in ElementTree.fromstring(svg).iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))


def test_labels_keep_apart_and_inside() -> None:
    room = Box(0, 0, 400, 300)
    wanted = [Wanted(x, y, 90, 14) for x, y in ((200, 150), (205, 152), (198, 149), (399, 299), (0, 0), (202, 151))]
    boxes = place_labels(wanted, room, [Point(200, 150)] * 30)
    for at, box in enumerate(boxes):
        assert box.left >= 0
        assert box.bottom >= 0
        assert box.right <= 400
        assert box.top <= 300
        assert not any(box.meets(other) for other in boxes[:at])


def test_a_label_makes_way_for_points() -> None:
    [box] = place_labels([Wanted(200, 150, 90, 14)], Box(0, 0, 400, 300), [Point(195 + n, 150) for n in range(10)])
    assert not box.bottom < 150 < box.top
