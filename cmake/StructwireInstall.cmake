# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# The install tree: one export set per component, the package for find_package, one .pc file for core.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/structwire")

foreach(component core asio net protobuf fuzz)
    if(TARGET structwire_${component})
        install(TARGETS structwire_${component} EXPORT structwire-${component}
            COMPONENT ${component} FILE_SET HEADERS COMPONENT ${component})
        install(EXPORT structwire-${component} NAMESPACE structwire::
            DESTINATION "${package_dir}" COMPONENT ${component})
    endif()
endforeach()
if(TARGET structwire_fuzz)
    foreach(engine engine replay)
        if(TARGET structwire_fuzz_${engine})
            install(TARGETS structwire_fuzz_${engine} EXPORT structwire-fuzz COMPONENT fuzz)
        endif()
    endforeach()
    install(FILES "${PROJECT_SOURCE_DIR}/cmake/StructwireFuzzer.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/StructwireFuzzReplay.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/StructwireInstrument.cmake" DESTINATION "${package_dir}" COMPONENT fuzz)
endif()
if(TARGET structwire_program)
    install(TARGETS structwire_program COMPONENT program)
endif()

write_basic_package_version_file("${PROJECT_BINARY_DIR}/structwire-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/structwire-config.cmake"
    "${PROJECT_BINARY_DIR}/structwire-config-version.cmake" DESTINATION "${package_dir}" COMPONENT core)

# Relative to the .pc file, so that the tree can be moved.
file(RELATIVE_PATH pc_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/structwire-core.pc.in" "${PROJECT_BINARY_DIR}/structwire-core.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/structwire-core.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT core)
