"""A user's figures beside the model: `--with` on fit, claims, run, compare, report and calibrate, and draws of a folder."""

import hashlib
import json

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.report.added import report_of_added
from pyrrhic.app.report.drawing.pictures import key_of
from pyrrhic.app.report.story import farm
from pyrrhic.app.report.story import people as people_of
from pyrrhic.app.report.story.own import with_own
from pyrrhic.app.report.story.story import Story
from pyrrhic.app.report.tables.pictures import tables_of
from pyrrhic.calibration import posterior
from pyrrhic.calibration.comparisons import correspondences, observations
from pyrrhic.calibration.sampling import folder, sampler
from pyrrhic.record import load
from pyrrhic.runs.run import history, run
from pyrrhic.studies.added import added_to, needs

HEADER = "series,year,value,unit,territory,role,source,page,grade,note,region"
INTERWAR = '"USSR, interwar borders"'
CATTLE = f"cattle_mid_year,1933,60,million,{INTERWAR},main,own2026,12,A,,"
RIVAL = f"births_reconstructed,1932,4000,thousand persons,{INTERWAR},rival,kotkin2017,,A,,"
NEW = f"my_own_series,1932,55,Mt,{INTERWAR},main,kotkin2017,,A,title: of my own,"
PIGS = f"pigs_1_january,1932,12,million,{INTERWAR},main,kotkin2017,,A,,"
HORSES = f"horses_mid_year,1933,21,million,{INTERWAR},rival,own2026,12,A,,"
TOWNS = f"urban_population,1939-01-17,52,million persons,{INTERWAR},rival,own2026,12,A,,"
ARRIVALS = f"migration_arrivals_in_towns,1932,9000,thousand persons,{INTERWAR},rival,own2026,12,A,,"
UKRAINE = "famine_excess_deaths,1932-33,4.4,million persons,region,rival,own2026,12,A,,Ukraine"
BOOK = "@book{own2026, author={Author, Ann}, title={Herds anew}, year={2026}, publisher={Press}}"
FEW = 2 * len(posterior.available())


def written(folder, *rows):
    """A file of a user's figures, with its bibliography."""
    file = folder / "mine.csv"
    file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    file.with_suffix(".bib").write_text(BOOK, encoding="utf-8")
    return file


@pytest.fixture
def mine(tmp_path):
    return written(tmp_path, CATTLE, RIVAL, NEW, PIGS)


@pytest.fixture
def known(call):
    """One command's document."""

    def document(*words):
        status, out, err = call(*map(str, words), "--json")
        assert status == 0, err
        return json.loads(out)

    return document


@pytest.fixture
def folder_of_draws(tmp_path, mine):
    """A folder as `pyrrhic calibrate --with` writes it, with the shipped draws in it."""
    record, shipped = load([mine]), posterior.load("base")
    made_by = posterior.fingerprint("base", record)
    draws = sampler.Posterior("base", shipped.names, shipped.z[None], 0, 1.0, made_by, 1.0, record.added[0].sha256)
    (tmp_path / "draws" / "base").mkdir(parents=True)
    draws.save(tmp_path / "draws" / "base" / "posterior.npz")
    return tmp_path / "draws"


def cattle_of_1933(document):
    row = next(row for row in document["series"] if row["name"] == "herds_total cattle")
    return next(point for point in row["points"] if point["year"] == 1933)


def test_the_fit_is_to_the_record_with_the_figures_and_says_which_file_was_added(known, mine):
    own, seen = known("fit", "--single"), known("fit", "--single", "--with", mine)
    assert cattle_of_1933(own)["record"] == pytest.approx(38.6, rel=0.02)
    assert cattle_of_1933(seen)["record"] == 60 and cattle_of_1933(seen)["model"] == cattle_of_1933(own)["model"]
    assert seen["targets"] == own["targets"] and seen["fingerprint"] == own["fingerprint"]
    file = {"file": "mine.csv", "figures": 4, "main": 3, "sha256": hashlib.sha256(mine.read_bytes()).hexdigest()}
    assert seen["added"]["files"] == [file] and seen["added"]["calibrated_on"] == "the project's own record"
    assert "added" not in own and seen["added"]["not_compared"] == {"my_own_series": 1}


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_text_names_file_hash_draws_and_what_is_not_moved(call, mine, code):
    status, out, _ = call("fit", "--structure", "base", "--draws", "20", "--lang", code, "--with", str(mine))
    plain, say = " ".join(out.split()), Language(code)
    assert status == 0 and hashlib.sha256(mine.read_bytes()).hexdigest()[:12] in plain.split("95")[0]
    head = say(
        "Added: {files}. The draws and the starting fit were calibrated on the project's own record, without these figures.",
        files="|",
    )
    assert head.split("|")[1] in plain
    assert say("{series} follows the figures added in {years}.", series="draft_power", years="1933") not in plain
    assert (
        say("{series} follows the figures added in {years}.", series="cattle_mid_year_extended", years="1933") in plain
    )
    not_moved = "pigs_mid_year_extended is not moved" if code == "en" else "pigs_mid_year_extended не меняется"
    assert not_moved in plain


def test_a_rival_widens_the_comparison_and_leaves_posterior_and_record_as_they_are(mine):
    before, record = posterior.fingerprint("base"), load([mine])
    births = next(row for row in correspondences() if row.name == "births")
    errors = [next(seen.error for seen in observations(births, known) if seen.year == 1932) for known in (None, record)]
    assert errors[1] > errors[0]
    assert posterior.fingerprint.__wrapped__("base") == before == posterior.load("base").fingerprint
    assert posterior.fingerprint("base", record) != before
    how = {part.figure.series: part.how for part in added_to(record).beside}
    assert how["births_reconstructed"] == "in the range of the derived figure"


def test_a_file_is_read_again_when_it_changes(tmp_path):
    first = load([written(tmp_path, CATTLE)])
    second = load([written(tmp_path, CATTLE.replace(",60,", ",50,"))])
    assert [known["cattle_mid_year"].select(source="own2026")[0].value for known in (first, second)] == [60, 50]
    assert first.added[0].sha256 != second.added[0].sha256


def test_a_second_territory_leaves_the_derived_series_as_it_was_with_the_reason(tmp_path):
    record = load([written(tmp_path, CATTLE.replace("interwar borders", "1940 borders"))])
    row = next(row for row in correspondences() if row.name == "herds_total cattle")
    assert observations(row, record) == observations(row)
    effect = next(effect for effect in added_to(record).effects if effect.series == row.series)
    assert effect.why_not or not effect.moved


@pytest.mark.parametrize("year", [1936, 1938])
def test_a_nought_that_something_is_divided_by_leaves_the_derived_series_as_it_was(tmp_path, year):
    nought = CATTLE.replace("1933,60,", f"{year},0,").replace(",A,,", ",A,checked,")
    record = load([written(tmp_path, nought)])
    row = next(row for row in correspondences() if row.name == "herds_total cattle")
    assert observations(row, record) == observations(row)
    (effect,) = (effect for effect in added_to(record).effects if effect.series == row.series)
    assert "divided by a figure or range of nought" in effect.why_not


def test_a_nought_in_the_year_that_others_are_compared_with_is_refused(call, tmp_path):
    nought = f"market_price_index,1928,0,index 1928=100,{INTERWAR},main,kotkin2017,,A,checked,"
    status, _, err = call("fit", "--single", "--with", str(written(tmp_path, nought)))
    assert status == 2 and "market_price_index of 1928 is nought" in err


def test_runs_print_the_figures_beside_them_and_files_hold_what_was_asked(known, mine, tmp_path):
    out = tmp_path / "run.json"
    view = known("run", "nep", "--years", "1935-1936", "--keep", "grain_exports", "--with", mine, "-o", out)
    cattle = next(figure for figure in view["added"]["figures"] if figure["row"] == "herds_total cattle")
    assert cattle["value"] == 60 and cattle["year"] == 1933 and cattle["source"] == "own2026[12]"
    assert cattle["model"][0]["median"] > 40
    assert list(json.loads(out.read_text(encoding="utf-8"))["runs"][0]["quantities"]) == ["grain_exports"]
    assert list(view["quantities"]) == ["grain_exports"]
    both = known("compare", "as_it_happened", "nep", "--draws", FEW, "--keep", "grain_exports", "--with", mine)
    first, second = both["added"]["figures"][0]["model"]
    assert first["low"] <= first["median"] <= first["high"] and second != first


def test_claims_follow_the_record_and_keep_the_runs(known, mine):
    own = known("claims", "two_fifths_of_the_cattle", "--draws", FEW)["statement"]
    seen = known("claims", "two_fifths_of_the_cattle", "--draws", FEW, "--with", mine)
    assert own["probability"] > 0.5 > seen["statement"]["probability"]
    assert "own2026" in seen["statement"]["works"] and seen["added"]["files"][0]["figures"] == 4
    row = next(row for row in seen["statement"]["rows"] if row["side"] == "Record")
    assert "own2026[12]" in row["sources"]


def test_the_report_draws_and_quotes_the_figures(mine):
    record = load([mine])
    say = Language("en", record.works)
    happened = run(history(keep=needs(record)))
    added = report_of_added(record, happened, say)
    row = next(row for row in added["rows"] if row["source"] == "own2026[12]")
    assert row["value"] == "60" and row["title"] and float(row["model"])
    assert "mine.csv" in added["heading"] and report_of_added(load(), happened, say) == {}
    assert Story(record, {}, say).known("cattle_mid_year_extended", 1933) == 60


@pytest.fixture
def pictures_of(tmp_path):
    """Pictures of the story with the figures of a file, as they are drawn."""

    def made(*rows):
        record = load([written(tmp_path, *rows)])
        happened = run(history())
        names = ("as_it_happened", "nep", "no_take_over_of_animals", "no_passports", "relief_accepted")
        runs = dict.fromkeys([*names, "no_exports+relief_accepted"], happened)
        story = Story(record, runs, Language("en", record.works))
        return story, lambda tell: with_own(tell(story), record, story.say)

    return made


def own_points(picture):
    return [
        (panel["title"], round(point["x"], 6), point["value"], point["label"])
        for panel in picture["panels"]
        for series in panel.get("series") or [{"role": "row", "points": row["marks"]} for row in panel["rows"]]
        for point in series["points"]
        if "own" in (series["role"], point.get("role"))
    ]


def test_a_rival_is_drawn_where_its_series_is_and_named_as_the_users_work(pictures_of):
    story, drawn = pictures_of(HORSES, ARRIVALS, TOWNS, UKRAINE)
    herds, people, famine = map(drawn, (farm.herds, people_of.towns_and_villages, people_of.famine))
    assert own_points(herds) == [("Horses", 1933, 21, "Author 2026")]
    assert own_points(people) == [
        ("Urban population", 1938.5, 52, "Author 2026"),
        ("Arrivals in towns", 1931.5, 9, "Author 2026"),
    ]
    assert own_points(famine) == [("Excess deaths in villages by region, 1931–34", 1932, 4.4, "Author 2026")]
    for picture in (herds, people, famine):
        (entry,) = [entry for entry in key_of(picture) if entry["mark"] == "own"]
        assert entry["label"] == "Added: Author 2026" and "own2026[12]" in picture["sources"]
    assert not any("Author" in entry["label"] for entry in key_of(herds) if entry["mark"] == "rival")
    table = next(table for table in tables_of(herds, story.say) if table["title"] == "Horses (million): record")
    row = table["rows"][-1]
    assert row["cells"][:3] == ["Author 2026", "1933", "21.0"]
    (work,) = row["works"]
    assert work["work"] == "Author 2026" and work["identifiers"] == []
    assert table["notes"][work["note"] - 1]["seen"] == "Added with the file mine.csv."


def test_a_figure_of_a_series_that_no_panel_draws_as_it_is_is_drawn_nowhere(pictures_of):
    _, drawn = pictures_of(PIGS)
    assert own_points(drawn(farm.herds)) == []


def test_the_report_hands_the_files_on(call, mine, monkeypatch):
    asked = {}
    monkeypatch.setattr("pyrrhic.app.report.report.write_report", lambda out, **options: asked.update(options))
    status, out, _ = call("report", "-o", "r.html", "--with", str(mine), "--json")
    assert status == 0 and asked["with_"] == [mine] and json.loads(out)["added"]["files"][0]["file"] == "mine.csv"


def test_draws_fitted_with_a_file_are_taken_with_that_file_alone(call, known, folder_of_draws, mine):
    words = ("run", "as_it_happened", "--draws", "20", "--posterior", folder_of_draws)
    view = known(*words, "--with", mine)
    assert view["added"]["calibrated_on"] == "the record with these files" and view["draws"] == 20
    status, _, err = call(*map(str, words))
    assert status == 2 and "--with FILE" in err
    written(mine.parent, CATTLE)
    status, _, err = call(*map(str, words), "--with", str(mine))
    assert status == 2 and "calibrated with another file" in err


def test_fit_takes_the_draws_of_a_folder_and_reads_them_once(known, folder_of_draws, mine, monkeypatch):
    files = []
    monkeypatch.setattr(folder, "read", lambda file: files.append(file.name) or sampler.read(file))
    view = known("fit", "--draws", "20", "--posterior", folder_of_draws, "--with", mine)
    assert view["posteriors"] == {"base": posterior.fingerprint("base", load([mine]))} and view["draws"] == 20
    assert files == ["posterior.npz"]


def test_a_calibration_with_a_file_notes_its_hash_and_one_without_notes_none(mine):
    with_file = sampler._made_by("base", sampler.Settings.quick((str(mine),)))
    without = sampler._made_by("base", sampler.Settings.quick())
    assert with_file["with"] == hashlib.sha256(mine.read_bytes()).hexdigest() and "with" not in without
    assert without["fingerprint"] == posterior.load("base").fingerprint != with_file["fingerprint"]
    assert sampler._differences(without, with_file) == "a record with other files, or without any"


def test_the_density_is_that_of_the_record_with_the_figures(mine):
    import numpy

    from pyrrhic.calibration.density import LogDensity
    from pyrrhic.calibration.structures import structure

    own, seen = (LogDensity(structure("base"), record=record) for record in (None, load([mine])))
    z = numpy.zeros(own.coordinates.size)
    assert own(z)[0] != seen(z)[0] and own(z)[0] == LogDensity(structure("base"))(z)[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("calibrate --quick --with {}", "a folder of their own"),
        ("calibrate --quick -o x --ship --with {}", "--ship cannot be used with --with"),
        ("calibrate --starting-fit --with {}", "--starting-fit cannot be used with --with"),
        ("fit --check --with {}", "--check cannot be used with --with"),
        ("claims --check --with {}", "--with cannot be used with --check"),
        ("run nep --posterior {folder} --with {}", "it holds no draws"),
        ("fit --single --posterior {folder}", "--posterior cannot be used with --single"),
        ("fit --with nothing.csv", "nothing.csv"),
    ],
)
def test_what_cannot_be_done_with_a_file_is_refused(call, mine, tmp_path, words, sentence):
    status, _, err = call(*words.format(mine, folder=tmp_path).split())
    assert status == 2 and sentence in err
