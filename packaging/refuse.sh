# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# refuse WHAT MEANS TODO: ends the script the way every error of Shuttler Ops reads, in three parts.
refuse() {
    printf '\n%s\n  What it means: %s\n  What to do:    %s\n' "$1" "$2" "$3" >&2
    exit 1
}
