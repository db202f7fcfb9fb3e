/**
 * DNS, TCP, proxies and TLS on Netty, and the event loops and the timer that a client
 * runs on: {@link io.conpool.transport.Transport} opens channels. Knows neither the pool
 * nor HTTP. Netty's types do not leave this package and {@code http2}.
 */
@NullMarked
package io.conpool.transport;

import org.jspecify.annotations.NullMarked;
