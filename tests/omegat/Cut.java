/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OmegaT's default rules as SRX, and texts as OmegaT cuts them by these. */
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.omegat.core.segmentation.MapRule;
import org.omegat.core.segmentation.Rule;
import org.omegat.core.segmentation.SRX;
import org.omegat.core.segmentation.Segmenter;
import org.omegat.util.Language;

public class Cut {
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray())
            if (c == '&' || c == '<' || c == '>' || c == '"' || c < ' ')
                out.append("&#").append((int) c).append(';');
            else
                out.append(c);
        return out.toString();
    }

    static void half(PrintStream out, String name, String expression) {
        if (expression != null && !expression.isEmpty())
            out.printf("<%s>%s</%s>", name, escape(expression), name);
    }

    static void writeRules(SRX srx, PrintStream out) {
        out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">"
            + "<header segmentsubflows=\"yes\" cascade=\"yes\"/>\n<body><languagerules>\n");
        int number = 0;
        for (MapRule map : srx.getMappingRules()) {
            out.printf("<languagerule languagerulename=\"%d\">\n", number++);
            for (Rule rule : map.getRules()) {
                out.printf("<rule break=\"%s\">", rule.isBreakRule() ? "yes" : "no");
                half(out, "beforebreak", rule.getBeforebreak());
                half(out, "afterbreak", rule.getAfterbreak());
                out.print("</rule>\n");
            }
            out.print("</languagerule>\n");
        }
        out.print("</languagerules><maprules>\n");
        number = 0;
        for (MapRule map : srx.getMappingRules())
            out.printf("<languagemap languagepattern=\"%s\" languagerulename=\"%d\"/>\n", escape(map.getPattern()),
                number++);
        out.print("</maprules></body></srx>\n");
    }

    /* The marked texts of a file of tests/unit/segment without their marks, and 200 of pieces of them, one a line. */
    static void writeTexts(Path file, PrintStream out) throws Exception {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8))
            if (!line.startsWith("#") && !line.isBlank())
                texts.add(line.replace("¦", "").strip());
        texts.forEach(out::println);
        boolean spaced = !file.endsWith("ja.txt") && !file.endsWith("zh.txt");
        Random random = new Random(2008);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 4; k++) {
                String piece = texts.get(random.nextInt(texts.size()));
                int from = random.nextBoolean() ? 0 : piece.offsetByCodePoints(0,
                    random.nextInt(piece.codePointCount(0, piece.length())));
                text.append(k > 0 && spaced ? " " : "").append(piece.substring(from));
            }
            out.println(text.toString().strip());
        }
    }

    static void cut(SRX srx, String language, Path file, PrintStream out) throws Exception {
        Segmenter segmenter = new Segmenter();
        segmenter.setSRX(srx);
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            List<StringBuilder> spaces = new ArrayList<>();
            List<Rule> rules = new ArrayList<>();
            List<String> kept = new ArrayList<>();
            for (String segment : segmenter.segment(new Language(language), text, spaces, rules))
                if (!segment.isBlank())
                    kept.add(segment.strip());
            out.println(String.join("¦", kept));
        }
    }

    /* usage: Cut rules | Cut texts FILE | Cut cut LANG FILE: one text a line, "¦" between the segments that come out. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        SRX srx = SRX.getDefault();
        if (arguments[0].equals("rules"))
            writeRules(srx, out);
        else if (arguments[0].equals("texts"))
            writeTexts(Path.of(arguments[1]), out);
        else
            cut(srx, arguments[1], Path.of(arguments[2]), out);
        out.flush();
    }
}
