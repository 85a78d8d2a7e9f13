// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/dump.hpp>
#include <structwire/pack.hpp>

#include <cstddef>
#include <cstring>
#include <link.h>
#include <vector>

#include "cli/demo/demo_step.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

namespace {

// Native order, sizes and alignment, as the header is in memory: `N` is 4 bytes in a 32-bit file and 8 in a 64-bit one.
constexpr fixed_string elf_header =
    "@ 4s:magic: B:class: B:data: B:ident_version: B:osabi: B:abi_version: 7x"
    " H:type: H:machine: I:version: N:entry: N:phoff: N:shoff: I:flags:"
    " H:ehsize: H:phentsize: H:phnum: H:shentsize: H:shnum: H:shstrndx:";

static_assert(calcsize<elf_header> == sizeof(ElfW(Ehdr)));

}  // namespace

void show_elf_header() {
    const input_argument self{.file = "/proc/self/exe", .length = calcsize<elf_header>};
    const std::vector<std::byte> bytes = self.read();
    const auto header = require(try_unpack<elf_header>(bytes), "reading the ELF header");
    fmt::print("{}", dump(bytes, layout_view_of<elf_header>));

    require(header.get<"magic">() == "\177ELF", "this executable is not an ELF file");
    ElfW(Ehdr) system{};
    std::memcpy(&system, bytes.data(), sizeof system);
    require(header.get<"machine">() == system.e_machine, "machine: {} here, {} by <elf.h>", header.get<"machine">(),
            system.e_machine);
    require(header.get<"entry">() == system.e_entry, "entry: {} here, {} by <elf.h>", header.get<"entry">(),
            system.e_entry);
    require(header.get<"shnum">() == system.e_shnum, "shnum: {} here, {} by <elf.h>", header.get<"shnum">(),
            system.e_shnum);
    fmt::print("machine {}, entry {:#x} and {} sections: the same by <elf.h>\n", header.get<"machine">(),
               header.get<"entry">(), header.get<"shnum">());
}

}  // namespace structwire::cli
