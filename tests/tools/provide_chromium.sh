#!/usr/bin/env bash
# Exits 0 with a Chromium on the path, or with a plain word that browser tests will be skipped;
# under CI=true a missing Chromium is a failure.
set -u
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
find_chromium >/dev/null && exit 0
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo -n"
  sudo -n true 2>/dev/null || as_root="none"
fi
if command -v apt-get >/dev/null && [ "$as_root" != "none" ]; then
  echo "Installing Debian's chromium for the browser tests"
  { $as_root apt-get update -qq && $as_root apt-get install -y -qq chromium; } >/dev/null 2>&1
  find_chromium >/dev/null && exit 0
fi
echo "No Chromium here, and it could not be installed: the browser tests will be skipped."
echo "Install it by hand (Debian: apt-get install chromium) and run make browser."
[ "${CI:-}" = "true" ] && exit 1
exit 0
