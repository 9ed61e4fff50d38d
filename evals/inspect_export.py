"""A run as a log that Inspect's viewer and readers open."""

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.errors import SettingsError
from .log import SavedRun, finished
from .records import Header, Line, Spent
from .task import Metric, Sample, Task

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample, EvalScore, EvalSpec
    from inspect_ai.model import ModelUsage

ENDINGS = (".json", ".eval")


def need_inspect(path: Path) -> None:
    """Tells at once, not after a long run, that the export cannot be made.

    Raises:
        SettingsError: inspect-ai is not installed, or the ending is not one of Inspect's.
    """
    if path.suffix not in ENDINGS:
        raise SettingsError(f"{path} must end in {' or '.join(ENDINGS)}.", "Mend --inspect.")
    if find_spec("inspect_ai") is None:
        raise SettingsError("--inspect needs the package inspect-ai.", "Run: pip install inspect-ai")


def write_inspect(run: SavedRun, task: Task, samples: Sequence[Sample], path: Path) -> None:
    """Writes the log; the ending says which of Inspect's formats.

    Raises:
        SettingsError: inspect-ai is not installed, or the ending is not one of Inspect's.
    """
    need_inspect(path)
    from inspect_ai.log import write_eval_log

    path.parent.mkdir(parents=True, exist_ok=True)
    write_eval_log(as_log(run, task, samples), str(path.absolute()))


def as_log(run: SavedRun, task: Task, samples: Sequence[Sample]) -> "EvalLog":
    """The finished run in Inspect's vocabulary; epochs count from 1 there."""
    from inspect_ai.log import EvalLog, EvalResults, EvalStats

    closing = finished(run).closing
    assert closing is not None, "a finished run has its closing line"
    by_id = {sample.id: sample for sample in samples}
    results = EvalResults(
        total_samples=run.header.cases * run.header.epochs,
        completed_samples=closing.answered,
        scores=[_score(metric) for metric in closing.metrics if metric.value is not None],
    )
    return EvalLog(
        status="success",
        eval=_spec(run.header, task, [sample.id for sample in samples]),
        results=results,
        stats=EvalStats(
            started_at=run.header.started.isoformat(),
            completed_at=closing.finished.isoformat(),
            model_usage={run.header.model or run.header.engine: _usage(closing.spent)},
        ),
        samples=[_sample(by_id[line.id], line, run.header) for line in run.lines.values()],
    )


def _spec(header: Header, task: Task, ids: list[str]) -> "EvalSpec":
    from inspect_ai.log import EvalConfig, EvalDataset, EvalSpec

    return EvalSpec(
        run_id=header.identity,
        eval_id=header.identity,
        created=header.started.isoformat(),
        task=header.task,
        task_version=header.task_version,
        task_description=task.description,
        dataset=EvalDataset(name=header.dataset, samples=len(ids), sample_ids=ids),
        model=f"{header.engine}/{header.model or header.engine}",
        config=EvalConfig(limit=header.limit, epochs=header.epochs),
        packages={"paperwire": header.paperwire},
        metadata=header.model_dump(mode="json", include={"prompt", "prompt_hash", "code", "commit", "command"}),
    )


def _score(metric: Metric) -> "EvalScore":
    from inspect_ai.log import EvalMetric, EvalScore

    figures = {"value": metric.value, "low": metric.low, "high": metric.high}
    return EvalScore(
        name=metric.name,
        scorer=metric.name,
        scored_samples=metric.n,
        metrics={name: EvalMetric(name=name, value=value) for name, value in figures.items() if value is not None},
        metadata={"note": metric.note},
    )


def _sample(sample: Sample, line: Line, header: Header) -> "EvalSample":
    from inspect_ai.log import EvalError, EvalSample
    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Score

    output = "" if line.output is None else json.dumps(line.output, ensure_ascii=False)
    return EvalSample(
        id=sample.id,
        epoch=line.epoch + 1,
        input=json.dumps(sample.input, ensure_ascii=False),
        target=json.dumps(sample.target, ensure_ascii=False),
        output=ModelOutput.from_content(header.model or header.engine, output),
        scores={s.name: Score(value=s.value, explanation=s.explanation) for s in line.scores if s.value is not None},
        metadata={"cluster": sample.cluster, "group": sample.group},
        model_usage={header.model or header.engine: _usage(line.spent)},
        total_time=line.seconds,
        error=EvalError(message=line.error, traceback="", traceback_ansi="") if line.error else None,
    )


def _usage(spent: Spent) -> "ModelUsage":
    from inspect_ai.model import ModelUsage

    usage = spent.usage
    return ModelUsage(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
        input_tokens_cache_read=usage.cached_tokens,
        total_cost=spent.cost,
    )
