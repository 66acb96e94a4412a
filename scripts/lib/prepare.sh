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

# build PRESET [TARGET…]: quiet unless something goes wrong.
build() {
  local preset=$1 log
  shift
  log=$(mktemp)
  local launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  if ! { [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" "${launcher[@]}"; } >"$log" 2>&1 ||
    ! cmake --build "build/$preset" ${1:+--target "$@"} >>"$log" 2>&1; then
    tail -n 60 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
