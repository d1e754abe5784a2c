package io.cascadian.dev.cli;

import picocli.CommandLine.Command;

@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures this program on this machine.",
    subcommands = {BenchIngestCommand.class, BenchApiCommand.class, BenchLedgerCommand.class})
final class BenchCommand {}
