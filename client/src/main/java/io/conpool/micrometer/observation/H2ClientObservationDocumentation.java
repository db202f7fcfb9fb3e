package io.conpool.micrometer.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of calls and its key values. Names and keys are those of Spring's HTTP
 * clients, so that one meter shows all calls of an application.
 */
public enum H2ClientObservationDocumentation implements ObservationDocumentation {

	/**
	 * One call: a request with its response, whatever the number of attempts.
	 */
	HTTP_CLIENT_REQUESTS {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultH2ClientObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}
	};

	/**
	 * Keys with few values, for meters and traces.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The URI's host. */
		CLIENT_NAME("client.name"),

		/**
		 * What ended the call if there was no response: the kind of
		 * {@link io.conpool.error.H2Error H2Error}, or the simple name of another
		 * exception; {@value KeyValue#NONE_VALUE} if nothing did.
		 */
		EXCEPTION("exception"),

		/** The method. */
		METHOD("method"),

		/**
		 * The status code's class: INFORMATIONAL, SUCCESS, REDIRECTION, CLIENT_ERROR or
		 * SERVER_ERROR; UNKNOWN if there was no response.
		 */
		OUTCOME("outcome"),

		/** The status code, or CLIENT_ERROR if there was no response. */
		STATUS("status"),

		/**
		 * The path of the URI template, or {@value KeyValue#NONE_VALUE} if the request
		 * has none.
		 */
		URI("uri");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with any number of values, for traces.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The URI without its query, which may hold a secret. */
		HTTP_URL("http.url");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
