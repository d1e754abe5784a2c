/** Reads files that people and other programs write: packed or plain, JSON with what data frames put into it, lines of any length; deletes folders, and measures the space on their disks. */
package io.cascadian.files;
