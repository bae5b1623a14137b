"""``wasla intents``: fit the model to the intent files, measure it, and see what customers say that nobody understood."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING

import uvloop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import database
from bot.bench.stats import summarise
from bot.errors import DataFileError
from bot.flow.teaching.effect import taught_of
from bot.language.data import data_folder
from bot.language.evaluate import Outcome, as_predicted, read_rows, summary
from bot.language.examples import EXAMPLES
from bot.language.kept import SHIPPED
from bot.language.load import fit_folder, load_matcher
from bot.language.phrase_files import as_yaml, write_taught
from bot.language.suggest import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.language.evaluate import Row
    from bot.language.suggest import Suggestion
    from bot.language.taught import Taught
    from bot.language.understand import Matcher

_US = 1_000
_SHARES = 100
_STDIN = Path("-")


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Do one of the four."""
    options = _parser().parse_args(arguments)
    folder: Path = options.intents or data_folder("intents")
    match options.action:
        case "fit":
            return _fit(shell, folder, options.into)
        case "evaluate":
            return _evaluate(shell, load_matcher(folder, None), options.file or folder / EXAMPLES, options.predictions)
        case "taught":
            return _taught(shell, folder if options.write else None)
        case _:
            texts = _lines(options.file) if options.file else uvloop.run(_misunderstood(shell))
            return _suggest(shell, load_matcher(folder, None), texts, as_json=options.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla intents", description="What customers say, and how well it is understood.")
    parser.add_argument("--intents", type=Path, metavar="FOLDER", help="the intent files, if not those of the installation")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    fit = actions.add_parser("fit", help="fit the model to the intent files as they are now; takes a minute or two")
    fit.add_argument("--into", type=Path, metavar="FOLDER", help=f"where to keep it, if not beside the intent files ({SHIPPED})")
    evaluate = actions.add_parser("evaluate", help="measure on messages whose intents are known")
    lines = f"a line per message: text, intent, language and source, with tabs between them; without it, {EXAMPLES} beside the intent files"
    evaluate.add_argument("file", nargs="?", type=Path, metavar="FILE", help=lines)
    evaluate.add_argument("--predictions", type=Path, metavar="FILE", help="write what each message was taken for, one intent a line")
    suggested = actions.add_parser("suggest", help="put messages that were not understood together by likeness")
    said = "a message per line, - for the standard input; without it, what customers wrote here, as the database keeps it"
    suggested.add_argument("file", nargs="?", type=Path, metavar="FILE", help=said)
    suggested.add_argument("--json", action="store_true", help="for other programs")
    taught = actions.add_parser("taught", help="the phrases that were taught in the console, as YAML for the intent files")
    taught.add_argument("--write", action="store_true", help="add them to the intent files instead, so that the model learns them, too")
    return parser


def _taught(shell: Shell, folder: Path | None) -> int:
    phrases = uvloop.run(_applied(shell))
    if folder is None:
        shell.say(as_yaml(phrases).rstrip())
        return 0
    shell.say(f"{folder}: {write_taught(folder, phrases)} of {len(phrases)} phrases were new")
    return 0


async def _applied(shell: Shell) -> tuple[Taught, ...]:
    async with database(shell.process_settings()) as (opened, _):
        return taught_of(await opened.lessons.of_state("applied"))


def _fit(shell: Shell, folder: Path, into: Path | None) -> int:
    with _progress(shell) as bar:
        task = bar.add_task("fitting", total=_SHARES)
        path = fit_folder(folder, into or folder / SHIPPED, lambda share: bar.update(task, completed=round(share * _SHARES)))
    shell.say(f"{path}: {path.stat().st_size / 2**20:.1f} MiB")
    return 0


def _evaluate(shell: Shell, matcher: Matcher, file: Path, predictions: Path | None) -> int:
    rows = read_rows(_lines(file))
    outcomes, took = _outcomes(shell, matcher, rows)
    if predictions is not None:
        predictions.write_text("".join(f"{outcome.intent}\n" for outcome in outcomes), encoding="utf-8")
    spent = summarise(took)
    latency = {"p50_us": round(spent.p50), "p99_us": round(spent.p99)}
    shell.say_json({**summary(outcomes), "latency": latency, "model_fits_the_files": matcher.fresh})
    return 0


def _outcomes(shell: Shell, matcher: Matcher, rows: Sequence[Row]) -> tuple[list[Outcome], list[float]]:
    """Understand each message; return what came of it, and how many microseconds each took."""
    outcomes, took = [], []
    with _progress(shell) as bar:
        for row in bar.track(rows, description="understanding"):
            start = perf_counter_ns()
            understood = matcher.understand(row.text)
            took.append((perf_counter_ns() - start) / _US)
            outcomes.append(Outcome(row, as_predicted(understood.intent), understood.language))
    return outcomes, took


async def _misunderstood(shell: Shell) -> list[str]:
    """Return what this bot's customers wrote and it did not understand, with numbers and addresses masked."""
    async with database(shell.process_settings()) as (opened, _):
        return [message.text for message in await opened.misunderstood.newest()]


def _suggest(shell: Shell, matcher: Matcher, texts: Sequence[str], *, as_json: bool) -> int:
    found = suggest(texts, matcher)
    if as_json:
        shell.say_json([{"count": one.count, "examples": one.examples, "language": one.language, "intents": one.intents} for one in found])
        return 0
    for one in found:
        _show(shell, one)
    if not found:
        shell.say("Nothing was misunderstood.")
    return 0


def _show(shell: Shell, suggestion: Suggestion) -> None:
    shell.say(f"{suggestion.count} messages in {suggestion.language}, perhaps {', '.join(suggestion.intents) or 'something new'}")
    for example in suggestion.examples:
        shell.say(f"    - {example}")


def _lines(file: Path) -> list[str]:
    try:
        text = sys.stdin.read() if file == _STDIN else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{'the standard input' if file == _STDIN else file} can't be read as text in UTF-8: {error}") from error
    return [line for line in text.split("\n") if line.strip()]


def _progress(shell: Shell) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=shell.errors, disable=not shell.errors.is_terminal, transient=True)
