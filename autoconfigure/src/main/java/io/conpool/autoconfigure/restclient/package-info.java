/**
 * Spring's RestClient and RestTemplate over the client: begins in
 * {@link io.conpool.autoconfigure.restclient.H2ClientHttpRequestFactory}. Knows nothing
 * of Reactor.
 */
@NullMarked
package io.conpool.autoconfigure.restclient;

import org.jspecify.annotations.NullMarked;
