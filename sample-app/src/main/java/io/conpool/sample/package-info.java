/**
 * A sample of the starter: {@link io.conpool.sample.SampleApplication} is at once an
 * HTTP/2 server and the caller of that server.
 */
@NullMarked
package io.conpool.sample;

import org.jspecify.annotations.NullMarked;
