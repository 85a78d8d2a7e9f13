#!/bin/bash
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
set -eu
"$SRC/structwire/fuzz/ossfuzz.sh"
