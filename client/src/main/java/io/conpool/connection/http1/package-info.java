/**
 * The client's half of RFC 9112 on Netty's response decoder:
 * {@link io.conpool.connection.http1.Http1ProtocolHandler} makes connections for the
 * pool, {@link io.conpool.connection.http1.Http1Connection} is one of them, used by one
 * exchange at a time. Everything behind it is confined to the connection's event loop.
 * Netty's types do not leave this package.
 */
@NullMarked
package io.conpool.connection.http1;

import org.jspecify.annotations.NullMarked;
