/** The command line: what a person asks of the program, and the exit codes it answers with. */
package io.cascadian.cli;
