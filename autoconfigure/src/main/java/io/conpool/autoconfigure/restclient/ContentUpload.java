package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.StreamingHttpOutputMessage.Body;

/**
 * Sends a request with the content that Spring writes to an output stream. The calling
 * thread writes, since what writes may depend on it, and since it has to wait for the
 * response anyway: so no upload ever holds one of the client's threads. A request that is
 * sent again has its content written again, if that can be. Confined to the calling
 * thread.
 */
final class ContentUpload {

	private final H2Client client;

	private final Body body;

	private final long length;

	private final Function<RequestBody, H2Request> request;

	private final ContentPublisher publisher = new ContentPublisher();

	private @Nullable CompletableFuture<StreamedResponse> response;

	/**
	 * Makes an upload.
	 * @param client sends the request
	 * @param body writes the content
	 * @param length how long the content is, or -1 if that is not known
	 * @param request makes the request with its content
	 */
	ContentUpload(H2Client client, Body body, long length, Function<RequestBody, H2Request> request) {
		this.client = client;
		this.body = body;
		this.length = length;
		this.request = request;
	}

	StreamedResponse send() throws IOException {
		ContentOutputStream out = new ContentOutputStream(!this.body.repeatable(), this::begin);
		write(out);
		return (this.response != null) ? await(this.response)
				: this.client.stream(this.request.apply(RequestBody.bytes(out.gathered())));
	}

	/** The content is to be streamed: returns where to. */
	private ContentSubscription begin() throws IOException {
		CompletableFuture<StreamedResponse> begun = this.client.streamAsync(
				this.request.apply(new RequestBody.Streaming(this.publisher, this.length, this.body.repeatable())));
		this.response = begun;
		begun.whenComplete((head, thrown) -> this.publisher.end());
		ContentSubscription subscription = next();
		if (subscription == null) {
			throw new ContentUnwantedException();
		}
		return subscription;
	}

	private void write(ContentOutputStream out) throws IOException {
		try {
			this.body.writeTo(out);
			out.finish();
		}
		catch (IOException | RuntimeException | Error ex) {
			IOException failure = out.failure();
			if (failure instanceof ContentUnwantedException) {
				// The exchange has ended, and says itself how.
				return;
			}
			cancel();
			if (failure != null) {
				// Whatever the writer has made of it.
				throw failure;
			}
			throw ex;
		}
	}

	/** The content is written: the response comes, or the content is asked for again. */
	private StreamedResponse await(CompletableFuture<StreamedResponse> expected) throws IOException {
		ContentSubscription again = next();
		while (again != null) {
			write(new ContentOutputStream(again));
			again = next();
		}
		try {
			return expected.join();
		}
		catch (CompletionException ex) {
			throw (H2ClientException.unwrap(ex) instanceof H2ClientException known) ? known : ex;
		}
	}

	private @Nullable ContentSubscription next() throws IOException {
		try {
			return this.publisher.next();
		}
		catch (InterruptedException ex) {
			cancel();
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while waiting for the response");
		}
	}

	private void cancel() {
		CompletableFuture<StreamedResponse> begun = this.response;
		if (begun != null && !begun.cancel(false)) {
			begun.thenAccept(StreamedResponse::close);
		}
	}

}
