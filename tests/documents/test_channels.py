"""docs/channels.md says what the dialogue tests of residents and of staff do."""

import subprocess
import sys


def test_the_table_of_channels_is_what_the_tests_say() -> None:
    asked = [sys.executable, "-m", "tests.dialogues.channel_table", "--check"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
