/** The developer kit's commands: trial runs on the sandbox source, the sandbox by itself, and the benchmarks. */
package io.cascadian.dev.cli;
