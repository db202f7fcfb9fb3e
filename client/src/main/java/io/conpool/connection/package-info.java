/**
 * What an exchange is made of whatever the version of HTTP: content on its way out
 * ({@link io.conpool.connection.OutboundContent}) and in
 * ({@link io.conpool.connection.ResponseSink}), and whom a connection tells what happens
 * to it. For {@code http1} and {@code http2}, which do not know each other; not for
 * applications. Without Netty.
 */
@NullMarked
package io.conpool.connection;

import org.jspecify.annotations.NullMarked;
