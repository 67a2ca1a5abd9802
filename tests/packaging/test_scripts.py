import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(command: list[str | Path], cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        stdin=subprocess.DEVNULL,
    )


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def interpreter(path: Path, version: str) -> Path:
    """What answers like a Python of this version when it is asked for its version and its modules."""
    answer = f'case " $* " in *" {version} "*) echo "{path}";; *) exit 1;; esac'
    return script(path, f'#!/bin/bash\nif [ "$1" = - ]; then {answer}; fi\n')


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without any Python."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "bash").symlink_to(shutil.which("bash") or "/bin/bash")
    return {"PATH": str(tools), "HOME": str(tmp_path / "home")}


def find(kind: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run([ROOT / "scripts" / "find-python", kind], **environment)


def test_without_python_310_one_sentence_says_how_to_get_it(bare):
    done = find("nlu", bare)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "uv python install 3.10" in done.stderr
    assert "BANGBAN_PYTHON310" in done.stderr


def test_without_python_311_one_sentence_says_how_to_get_it(bare):
    done = find("app", bare)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("Bangban needs Python 3.11")


@pytest.mark.parametrize(
    "place",
    [
        "home/.pyenv/versions/3.10.14/bin/python3.10",
        "home/.local/share/uv/python/cpython-3.10.14-linux-x86_64-gnu/bin/python3.10",
        "tools/python3.10",
    ],
)
def test_python_310_is_found_where_people_have_it(place, bare, tmp_path):
    python = interpreter(tmp_path / place, "3.10")

    assert find("nlu", bare).stdout == f"{python}\n"


def test_python_310_is_asked_of_uv(bare, tmp_path):
    python = interpreter(tmp_path / "somewhere" / "python3.10", "3.10")
    script(tmp_path / "tools" / "uv", f'#!/bin/bash\n[ "$1 $2" = "python find" ] && echo "{python}"\n')

    assert find("nlu", bare).stdout == f"{python}\n"


def test_the_setting_comes_before_what_is_on_the_path(bare, tmp_path):
    interpreter(tmp_path / "tools" / "python3.10", "3.10")
    chosen = interpreter(tmp_path / "chosen", "3.10")

    assert find("nlu", {**bare, "BANGBAN_PYTHON310": str(chosen)}).stdout == f"{chosen}\n"


def test_a_wrong_setting_is_refused_and_nothing_else_is_taken(bare, tmp_path):
    interpreter(tmp_path / "tools" / "python3.10", "3.10")

    done = find("nlu", {**bare, "BANGBAN_PYTHON310": sys.executable})

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"BANGBAN_PYTHON310 is {sys.executable}, which is not a Python 3.10 that runs.\n"


def test_a_name_that_does_not_run_or_is_another_version_is_passed_over(bare, tmp_path):
    script(tmp_path / "tools" / "python3.10", "#!/bin/bash\nexit 127\n")
    interpreter(tmp_path / "home/.pyenv/versions/3.10.1/bin/python3.10", "3.9")
    right = interpreter(tmp_path / "home/.pyenv/versions/3.10.2/bin/python3.10", "3.10")

    assert find("nlu", bare).stdout == f"{right}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real scripts, whose locks ask for nothing."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n", encoding="utf-8")
    return folder


def build(project: Path, kind: str = "app") -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return run([project / "scripts" / "environment", kind], **environment, PIP_NO_INDEX="1")


@pytest.mark.slow
def test_an_environment_is_built_once_and_again_when_its_lock_changes_or_its_build_was_cut_short(project):
    first = build(project)
    assert first.returncode == 0, first.stderr
    assert first.stderr.startswith("Building the environment of the application in .venv")
    marker = project / ".venv" / "marker"
    marker.touch()

    assert build(project).stderr == ""
    assert marker.exists()

    (project / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    assert build(project).stderr.startswith("Building")
    assert not marker.exists()

    (project / ".venv" / "built-from").unlink()
    marker.touch()
    assert build(project).stderr.startswith("Building")
    assert not marker.exists()


@pytest.mark.slow
def test_the_environment_of_the_tests_adds_to_that_of_the_application_and_serves_for_both(project):
    assert build(project).returncode == 0
    marker = project / ".venv" / "marker"
    marker.touch()

    assert build(project, "dev").stderr.startswith(
        "Building the environment of the application and its tests"
    )

    assert marker.exists()
    assert build(project, "app").stderr == ""
    assert build(project, "dev").stderr == ""


@pytest.mark.slow
def test_a_build_that_fails_says_where_to_look_and_is_not_taken_for_done(project):
    lock = "no-such-package-as-this==1.0 --hash=sha256:" + "0" * 64 + "\n"
    (project / "requirements.lock").write_text(lock, encoding="utf-8")

    done = build(project)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(".venv could not be built from requirements.lock")
    assert "no-such-package-as-this" in (project / "var/logs/environment-app.log").read_text(encoding="utf-8")
    assert not (project / ".venv" / "built-from").exists()


def test_the_wrapper_builds_what_it_needs_and_runs_from_any_folder(tmp_path):
    project, elsewhere = tmp_path / "a project", tmp_path / "elsewhere"
    elsewhere.mkdir()
    wrapper = script(project / "bangban", (ROOT / "bangban").read_text(encoding="utf-8"))
    script(project / "scripts" / "environment", f'#!/bin/bash\necho "$1" >>"{tmp_path}/built"\n')
    report = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ['PYTHONPATH']]))"
    script(project / ".venv/bin/python", f'#!/bin/bash\nexec "{sys.executable}" -c "{report}" "$@"\n')
    link = tmp_path / "bin" / "bangban"
    link.parent.mkdir()
    link.symlink_to(wrapper)

    done = run([link, "ask", "八十岁那个钱咋领"], cwd=elsewhere, PATH=os.environ["PATH"])

    arguments, folder, path = json.loads(done.stdout)
    assert arguments == ["-P", "-m", "assistant.cli", "ask", "八十岁那个钱咋领"]
    assert (folder, path) == (str(elsewhere), str(project))
    assert (tmp_path / "built").read_text() == "app\nnlu\n"


def test_make_run_builds_then_starts_with_the_simulator():
    done = run(["make", "--dry-run", "run"], PATH=os.environ["PATH"])

    steps = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert "scripts/environment app" in steps
    assert "scripts/environment nlu" in steps
    assert steps[-1] == ".venv/bin/python -m assistant.cli up --simulator"


def test_make_test_checks_everything():
    steps = run(["make", "--dry-run", "test"], PATH=os.environ["PATH"]).stdout

    for step in ("system-packages tests", "environment dev", "assistant.cli model", "ruff check", "mypy",
                 "lint-imports", "knowledge check", "unittest", "pytest"):  # fmt: skip
        assert step in steps, step


@pytest.mark.parametrize("target", ["run", "test", "test-fast", "lint", "bench", "lock", "clean", "setup"])
def test_make_alone_lists_each_command(target):
    listed = run(["make"], PATH=os.environ["PATH"]).stdout

    assert f"make {target} " in listed


def test_what_runs_in_ci_is_make_test():
    steps = run(["bash", "-n", ROOT / ".ci" / "run"], PATH=os.environ["PATH"])

    assert steps.returncode == 0
    assert "exec make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", ["bangban", ".ci/run", "scripts/environment", "scripts/find-python", "scripts/system-packages"]
)
def test_what_is_run_by_name_may_be_executed(path):
    assert os.access(ROOT / path, os.X_OK)
