# Where the preset says CMAKE_UNITY_BUILD, files of a target are compiled ten at a time, in half of
# the processor time: so a name that one file has for itself must be its stage's only one.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 10)

# runner_stage(NAME DEPENDS stage…  LIBRARIES lib…)
#
# One folder of src/ as one static library. Every *.cc beside it belongs to it; every *_test.cc is a
# unit test of it. DEPENDS is the list of stages that its includes may reach (tests/tidy checks
# the includes against the same list).
function(runner_stage name)
  cmake_parse_arguments(STAGE "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(sources)
    add_library(runner_${name} STATIC ${sources})
    runner_precompile(runner_${name} runner_base ${RUNNER_COMMON_HEADERS})
    set(scope PUBLIC)
  else()
    add_library(runner_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(runner_${name} ${scope} ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM STAGE_DEPENDS PREPEND runner_)
  target_link_libraries(runner_${name} ${scope} ${STAGE_DEPENDS} ${STAGE_LIBRARIES})
  if(RUNNER_TESTS AND tests)
    runner_test(${name}_test SOURCES ${tests} LIBRARIES runner_${name})
  endif()
endfunction()

# runner_test(NAME SOURCES file…  LIBRARIES lib…  TIMEOUT seconds  [RUNS_THE_RUNNER])
#
# A program of GoogleTest whose every test is a test of ctest. RUNS_THE_RUNNER: it starts the built
# runner, RUNNER_BINARY.
function(runner_test name)
  cmake_parse_arguments(TEST "RUNS_THE_RUNNER" "TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  math(EXPR limit "${TEST_TIMEOUT} * ${RUNNER_TEST_SLOWNESS}")
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE RUNNER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # What is tested is optimised, the tests need not be: they compile in half the time.
  target_compile_options(${name} PRIVATE $<$<NOT:$<CONFIG:Debug>>:-O0>)
  runner_precompile(${name} base_test ${RUNNER_COMMON_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)
  if(TEST_RUNS_THE_RUNNER)
    target_compile_definitions(${name} PRIVATE RUNNER_BINARY="$<TARGET_FILE:runner>"
                                               RUNNER_VERSION="${PROJECT_VERSION}")
    add_dependencies(${name} runner)
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${limit})
endfunction()

# The headers of libraries that most files include. Parsing them anew took a third of each
# compilation.
set(RUNNER_COMMON_HEADERS
    <algorithm> <atomic> <cmath> <cstdint> <cstring> <functional> <map> <memory> <optional> <set>
    <span> <string> <string_view> <tuple> <unordered_map> <utility> <vector> <fmt/format.h>)

# runner_precompile(TARGET FIRST header…): FIRST precompiles the headers, all others reuse that.
function(runner_precompile target first)
  if(target STREQUAL first)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${first})
  endif()
endfunction()
