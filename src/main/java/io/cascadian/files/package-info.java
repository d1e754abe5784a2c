/** How files that people and other programs write are read: packed or plain, JSON with what data frames put into it, lines of any length. */
package io.cascadian.files;
