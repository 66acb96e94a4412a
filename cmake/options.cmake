# Warnings, sanitizers and linking, the same for every target.
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wswitch-enum -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105329: optimising, it sees an overlap in every `"text" + std::string(…)`.
  add_compile_options(-Wno-restrict)
  if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
    # From precompiled headers, its false alarms about the insides of std::string are no longer
    # silenced as a system header's.
    add_compile_options(-Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endif()
# Shared cells are updated by 16-byte compare-and-swap.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-mcx16)
endif()

# Debian ships no static spdlog and fmt, and a static link is wanted. spdlog is used header-only; the
# functions of fmt's headers are compiled once, in src/base/fmt_library.cc: as FMT_HEADER_ONLY they
# would be compiled in each file that formats a text, for five to eight seconds each.
add_compile_definitions(SPDLOG_FMT_EXTERNAL)

# What a test may take is a multiple of what it takes: sanitized it takes several times as long.
set(RUNNER_TEST_SLOWNESS 1)
if(RUNNER_SANITIZE)
  set(RUNNER_TEST_SLOWNESS 3)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
# runner_test_limit(SECONDS test…)
function(runner_test_limit seconds)
  math(EXPR limit "${seconds} * ${RUNNER_TEST_SLOWNESS}")
  set_tests_properties(${ARGN} PROPERTIES TIMEOUT ${limit})
endfunction()
if(RUNNER_FUZZ)
  # Libraries report what they cover to whoever links them; only a target has libFuzzer's main.
  # Comparisons are not reported: that takes a quarter of the time, and the dictionary has the words.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-coverage=trace-cmp
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(RUNNER_STATIC)
  # Each function by itself, so that hot.ld can put some side by side and none stays that nobody calls.
  add_compile_options(-ffunction-sections -fdata-sections)
  string(APPEND CMAKE_EXE_LINKER_FLAGS
         " -static -Wl,--gc-sections -L${CMAKE_CURRENT_LIST_DIR} -Wl,-T,${CMAKE_CURRENT_LIST_DIR}/hot.ld")
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
