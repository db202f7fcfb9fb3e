/**
 * The client's half of RFC 9113 on Netty's channels:
 * {@link io.conpool.connection.http2.H2ProtocolHandler} makes connections for the pool,
 * {@link io.conpool.connection.http2.H2Connection} is one of them. Everything behind it
 * is confined to the connection's event loop. Netty's types do not leave this package and
 * {@code transport}.
 */
@NullMarked
package io.conpool.connection.http2;

import org.jspecify.annotations.NullMarked;
