package io.conpool.micrometer.observation;

import io.conpool.http.HttpHeaders;

/**
 * What an observation knows of a response, whether its content is gathered or streamed.
 * Immutable.
 *
 * @param status the final status code
 * @param headers the header fields
 */
public record ResponseHead(int status, HttpHeaders headers) {
}
