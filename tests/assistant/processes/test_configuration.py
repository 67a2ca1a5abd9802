import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest

from assistant.processes.configuration import Program, render
from assistant.processes.places import LONGEST_SOCKET, Places


def rendered(program: Program, places: Places) -> RawConfigParser:
    parser = RawConfigParser()
    parser.read_string(render([program], places))
    return parser


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "run", tmp_path / "logs")


def test_a_program_is_kept_running_and_ended_with_its_children(places, tmp_path):
    section = rendered(Program("web", ["serve"], tmp_path), places)["program:web"]

    assert section["autorestart"] == "true"
    assert section["stopasgroup"] == section["killasgroup"] == "true"
    assert int(section["stopwaitsecs"]) <= 6


def test_secrets_that_a_program_must_not_see_are_taken_out_of_its_environment(places, tmp_path):
    program = Program("rasa", ["serve"], tmp_path, {"MODE": "a b"}, ["VAULT_KEY"])

    command = shlex.split(rendered(program, places)["program:rasa"]["command"])

    assert command[-5:] == ["env", "-u", "VAULT_KEY", "MODE=a b", "serve"]


def test_a_percent_sign_in_a_path_survives_supervisors_own_expansion(places, tmp_path):
    folder = tmp_path / "100%"

    section = rendered(Program("web", ["serve"], folder), places)["program:web"]

    assert section["directory"] == str(folder).replace("%", "%%")


def test_logs_are_rotated_and_the_files_are_their_owners_alone(places, tmp_path):
    configuration = rendered(Program("web", ["serve"], tmp_path), places)

    assert int(configuration["program:web"]["stdout_logfile_maxbytes"]) > 0
    assert int(configuration["program:web"]["stdout_logfile_backups"]) > 0
    assert configuration["program:web"]["umask"] == "077"
    assert configuration["unix_http_server"]["chmod"] == "0700"


def test_the_socket_moves_when_the_data_folder_has_a_name_too_long_for_one(tmp_path):
    places = Places(tmp_path / ("deep" * 30), tmp_path / "logs")

    assert len(str(places.socket)) <= LONGEST_SOCKET
    assert places.socket == Places(places.run, places.logs).socket
    assert places.socket != Places(tmp_path / ("deep" * 31), tmp_path / "logs").socket
