/**
 * Content codings (RFC 9110 section 8.4.1): what this JVM can undo, and the decoders that
 * do it piece by piece. gzip and deflate are the JDK's; br and zstd are there if their
 * libraries are.
 */
@NullMarked
package io.conpool.coding;

import org.jspecify.annotations.NullMarked;
