/**
 * The client against HTTP/2 servers that others wrote. A test whose server is not
 * installed is skipped, with a warning that names what is missing.
 */
package io.conpool.interop;
