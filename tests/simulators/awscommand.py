# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""AWS's own command line without its long start: its modules are loaded once, and each call runs in a process forked from this one.

ImportError where awscli is not installed.
"""

import os
import sys
import tempfile
import traceback

import awscli.clidriver
import distro

DATA = {"AWS_DATA_PATH": os.environ["AWS_DATA_PATH"]}  # Where its modules, as they are loaded, say that AWS's models are.
distro.info()  # It is asked at each call, and asks another program; the answer is remembered.


def run(arguments, environment):
    """Exit code, output and errors of `aws` with these arguments in this environment."""
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            os._exit(_live(arguments, environment, output, errors))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode())
        return code, *texts


def _live(arguments, environment, output, errors):
    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment | DATA)
    sys.argv = ["aws", *arguments]
    code = 255
    try:
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 255
    except BaseException:  # Whatever it is, it must not go on as a second one of us.
        traceback.print_exc()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return 255
    return code or 0
