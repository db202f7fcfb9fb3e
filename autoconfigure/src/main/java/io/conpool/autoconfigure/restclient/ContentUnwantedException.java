package io.conpool.autoconfigure.restclient;

import java.io.IOException;

/**
 * Ends the writing of content that nobody takes any more: the server has answered without
 * it, the request is to be sent again, or the call is over.
 */
final class ContentUnwantedException extends IOException {

	private static final long serialVersionUID = 1L;

	ContentUnwantedException() {
		super("the content is not wanted any more");
	}

}
