"""The stages of a long command as they pass.

Belongs here: showing them. Stays out: the work that tells of them.
"""

from datetime import timedelta
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

_PATIENCE = 2


class _Pace(ProgressColumn):
    """How fast a stage is and, where that is known, how long it will take; nothing in its first two seconds."""

    def render(self, task: Task) -> Text:
        left = task.time_remaining
        if task.finished or not task.speed or (task.elapsed or 0) < _PATIENCE:
            return Text()
        return Text(
            f"at {task.speed:,.0f} a second" + ("" if left is None else f", {timedelta(seconds=int(left))} left")
        )


class Stages:
    """The stages of a run: on a terminal a line each with count, time and pace, elsewhere the name alone."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[count]}"),
            _Pace(),
            console=console,
            disable=not console.is_terminal,
        )
        self._stage: str | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that a stage begins, or how far it is; `total` is 0 where it is not known."""
        if stage != self._stage:
            self._finish()
            self._stage = stage
            self._task = self._progress.add_task(stage, total=None, count="")
            if not self._console.is_terminal:
                self._console.print(f"- {stage}")
        if done and self._task is not None:
            count = f"{done:,} of {total:,}" if total else f"{done:,}"
            self._progress.update(self._task, count=count, completed=done, total=total or None)

    def _finish(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1)
