package io.conpool.test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.conpool.test");

	@Test
	void theServerKnowsNoSpring() {
		noClasses().that()
			.resideInAPackage("io.conpool.test")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.conpool.test.autoconfigure..",
					"io.conpool.autoconfigure..")
			.check(CLASSES);
	}

	@Test
	void whatBringsItIntoContextsKnowsNoNetty() {
		noClasses().that()
			.resideInAPackage("io.conpool.test.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.netty..")
			.check(CLASSES);
	}

}
