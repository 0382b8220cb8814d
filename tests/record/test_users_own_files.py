"""Files as users have them: columns in their own order, Zotero's bibliography, slips of the decimal point, own main figures."""

import pytest

from pyrrhic.errors import BadFile, nearest
from pyrrhic.record.checks import problem as problem_module
from pyrrhic.record.checks.resemblance import Resemblance
from pyrrhic.record.checks.rows import check
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.record.own_works import own_works

HEADER = "series,year,value,low,high,unit,territory,region,role,source,page,grade,note"
FIGURE = 'grain_harvest_western_estimates,1932,45,,,Mt,"USSR, interwar borders",,main,kotkin2017,,C,'
ZOTERO = """
@comment{jabref-meta: databaseType:bibtex;}

@article{smith_2020,
\ttitle = {My {Estimates} of harvests},
\tvolume = {12},
\turl = {https://example.org/x},
\tdoi = {10.1000/xyz},
\tjournal = "Journal of Things",
\tauthor = {Smith, Ann and Jones, Bob},
\tmonth = jan,
\tyear = {2020},
}
@book{Jones:2019, title={On one line}, author={Jones, B.}, date={2019-05-01}, publisher={Press}, isbn={978-3-16-148410-0}}
"""


def mine(tmp_path, *rows, header=HEADER, bibliography=""):
    """A user's file, with a bibliography beside it where there is one."""
    file = tmp_path / "mine.csv"
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    if bibliography:
        file.with_suffix(".bib").write_text(bibliography, encoding="utf-8")
    return file


def messages(*files):
    return [problem.message for problem in check(files)]


def test_a_sound_file_has_no_problem_in_any_dress(tmp_path):
    for header, row in (
        (HEADER, FIGURE),
        ("\ufeff" + ",".join(f'"{name}"' for name in HEADER.split(",")), FIGURE),
        (
            "year,series,value,unit,territory,role,source,grade",
            '1932,grain_harvest_western_estimates,45,Mt,"USSR, interwar borders",main,kotkin2017,C',
        ),
    ):
        assert messages(mine(tmp_path, row, header=header)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",45,", f",{'9' * 400},", "has 400 digits; no figure is so large"),
        (",45,", ",58300,", "is 897 times away from the middle of its series, 65: is it in Mt?"),
        (",45,", ",583,", "if it is right, write 'checked' in its note"),
        (",45,", ",0,", "is nought, as no figure of the record is here"),
        (",45,", ",-45,", "is below zero"),
        (",1932,", ",1925,", None),
        (",1932,45,,,Mt,", ",1925,45,,,Mt,", None),
        (",main,", ",rival,", None),
    ],
)
def test_a_slip_is_asked_about(tmp_path, old, new, message):
    named = messages(mine(tmp_path, FIGURE.replace(old, new)))
    assert named == [] if message is None else any(message in each for each in named), named


def test_a_figure_that_was_checked_is_let_pass_and_one_a_thousand_times_away_is_not(tmp_path):
    assert messages(mine(tmp_path, FIGURE.replace(",45,", ",583,") + "checked")) == []
    assert messages(mine(tmp_path, FIGURE.replace(",45,", ",0,") + "checked")) == []
    assert messages(mine(tmp_path, FIGURE.replace(",45,", ",58300,") + "checked"))


def test_the_first_figure_of_a_year_is_to_be_called_main(tmp_path):
    (message,) = messages(mine(tmp_path, FIGURE.replace("1932", "1925").replace("main", "rival")))
    assert message.endswith("1925 on this territory: call yours main")


@pytest.mark.parametrize(
    ("written", "read"),
    [("1931–33", "1931-33"), ("1931/1932", "1931/32"), ("1931-1933", "1931-33"), ("1900–1909", "1900-1909")],
)
def test_a_year_may_be_written_in_full_and_with_a_dash(tmp_path, written, read):
    row = f'my_harvest,{written},45,,,Mt,"USSR, interwar borders",,main,kotkin2017,,C,title: Mine'
    (figure,) = load([mine(tmp_path, row)]).series("my_harvest").observations
    assert figure.year == read


def test_a_bibliography_of_zotero_is_read(tmp_path):
    row = FIGURE.replace("kotkin2017", "smith_2020")
    record = load([mine(tmp_path, row, bibliography=ZOTERO)])
    assert (
        record.works["smith_2020"].citation()
        == "Smith, Ann; Jones, Bob, My Estimates of harvests (Journal of Things, 2020)"
    )
    assert (record.works["Jones:2019"].year, record.works["Jones:2019"].isbn) == ("2019", "978-3-16-148410-0")


@pytest.mark.parametrize(
    ("bibliography", "message"),
    [
        (
            "@article{allen2003,\n title = {Mine}}",
            "mine.bib:1: the key allen2003 is the record's own, for Allen, R. C., Farm",
        ),
        ("\n@book{me2020, title = {A}}\n@book{me2020, title = {B}}", "mine.bib:3: the key me2020 is used twice"),
        ("@book{me2020, author = {Me}}", "mine.bib:1: me2020 has no title"),
        ("@book{me2020, title = {A}", "mine.bib:1: the entry is never closed"),
        ('@book{me2020, title = "A}', "mine.bib:1: the entry is never closed|a quotation mark is not closed"),
        ("@book me2020", "mine.bib:1: expected an entry"),
        ("@book{me/2020, title = {A}}", "the key 'me/2020' is not a word"),
        ("@book{me2020, title {A}}", "expected a field"),
    ],
)
def test_a_faulty_bibliography_is_refused_with_the_line(tmp_path, bibliography, message):
    file = tmp_path / "mine.bib"
    file.write_text(bibliography, encoding="utf-8")
    with pytest.raises(BadFile, match=message):
        own_works(file)


def test_a_users_main_harvest_moves_what_rests_on_it_and_no_authors_own_series(tmp_path):
    before, after = load(), load([mine(tmp_path, FIGURE)])
    composite, share = "grain_harvest_composite_of_estimates", "grain_collections_share"
    assert (derive(before, composite).at(1932).value, derive(after, composite).at(1932).value) == (57.5, 45)
    assert derive(after, share).at(1932).value == pytest.approx(100 * 18.5 / 45)
    assert derive(after, "grain_harvest_tauger").at(1932).value == derive(before, "grain_harvest_tauger").at(1932).value


def test_the_nearest_of_many_names_is_the_one_that_a_message_names():
    names = list(load())
    resemblance = Resemblance(names)
    asked = (
        [name[2:] + name[:1] for name in names[::60]] + [name.replace("a", "éA") for name in names[::90]] + ["", "zzz"]
    )
    assert [resemblance.nearest(name) for name in asked] == [nearest(name, names) for name in asked]


def test_a_file_of_many_rows_looks_no_further_for_a_name_than_once(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(Resemblance, "_sought", lambda self, name: looked.append(name))
    monkeypatch.setattr(problem_module, "unknown", lambda kind, name, names: looked.append(name) or "unknown")
    row = '{},19{},1,,,Mts,"USSR, interwar borders",,main,kotkin2017,,A,{}'
    untitled = [row.format("own_harvest", year, "") for year in range(20, 60)]
    titled = [row.format(f"own_{year}", year, "title: own") for year in range(20, 60)]
    assert len(check([mine(tmp_path, *untitled, *titled)])) == 80  # the unit is unknown
    assert sorted(looked) == ["Mts", "own_harvest"]
