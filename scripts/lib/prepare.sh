# Sourced by the scripts: installs what is missing, configures and builds a preset.

packages=(g++ cmake ninja-build libyaml-cpp-dev libspdlog-dev libfmt-dev libcli11-dev libgtest-dev
  libgmock-dev libbenchmark-dev nlohmann-json3-dev libvalijson-dev)

install_missing() {
  local missing=() package
  for package in "${packages[@]}" "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  echo "installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# build PRESET [TARGET…]: says so where there is something to build; then on a terminal what is being
# built, elsewhere nothing unless something goes wrong.
build() {
  local preset=$1 folder=build/$1
  shift
  local launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  if [ ! -e "$folder/build.ninja" ]; then
    echo "building $folder, which takes some minutes the first time" >&2
    quietly cmake --preset "$preset" "${launcher[@]}"
  fi
  if [ -t 2 ]; then
    cmake --build "$folder" ${1:+--target "$@"} >&2
  else
    quietly cmake --build "$folder" ${1:+--target "$@"}
  fi
}

# The end of what a command says, if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ $status -ne 0 ]; then tail -n 60 "$log" >&2; fi
  rm -f "$log"
  return $status
}
