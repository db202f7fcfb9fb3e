/**
 * Bytes to frames and back (RFC 9113 sections 4 and 6):
 * {@link io.conpool.connection.http2.frame.FrameReader} takes apart what arrives,
 * {@link io.conpool.connection.http2.frame.FrameWriter} puts together what is sent. Field
 * blocks go through the HPACK of netty-codec-http2. Knows no stream and no connection.
 */
@NullMarked
package io.conpool.connection.http2.frame;

import org.jspecify.annotations.NullMarked;
