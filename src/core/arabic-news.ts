// Words that news is made of, whatever happens; written as they are read, compared by their roots (arabic-root.ts).

/** Who said it, and how it became known. */
export const SAID = `قال أعلن أكد كشف أفاد ذكر أوضح أشار أضاف صرح نفى رد علق وصف اعتبر رأى دعا طالب ناشد حث حذر هدد
تعهد وعد توقع رجح نقل نشر نشرت تحدث تناول بحث ناقش درس عرض شرح اتهم أدان ندد انتقد رفض وافق أقر قرر أصدر وقع وقعت بيان
تصريح قالت رئاسة عضو ضيف مضيف احتفل احتفال عرف علم فهم ظن شعر نظر سمع شاهد كلم تكلم كلام سأل حكى روى كتب قرأ صور احتج
استنكر رحب أيد استبعد لفت نبه وجه تلقى طرح اقترح أجاب فسر اعترف شدد عبر أعرب استشهد مصدر مصادر تقرير خبر أخبار نبأ
أنباء معلومات تفاصيل تطورات عاجل حصري مباشر فيديو صورة مقال رأي حوار مقابلة تحليل ملخص موجز نشرة صحيفة صحف وكالة موقع
قناة إعلام صحفي صحافة مؤتمر رسمي متحدث ناطق باسم حسب وفق بحسب نقلا سبب أسباب قصة`

/** What is done and what happens. */
export const HAPPENED = `قام تقام فازت توقفت شنت تقضي تقود تعاقد تعاقده تحويل حول إنتاج انتشر شائعة أنحاء اقترب تقترب
ابتعد انتزع التمس لجأ تلجأ ارتبط هدأ تهدئة لوح اضطر مهد مول تمويل برأ يبرئ أغنى وقى تصدى ضخ حظر قلص وسع جدد ألزم أعفى
راجع تراجع تجاوز تداول تطلع كافأ كفى يكفي جاء ذهب أتى ترك انتظر بقي عاش حدث قطع أرسل وضع جلس وقف مشى سار حاز استطاع
تمكن ساعد دعم خدم تجربة جرب اختبر احتمل اكتشف ثبت أثبت صدق كسب اشترى باع بيع شراء اختلف تبع تابع اتصل استفاد اعتمد
احتوى بدأ انتهى استمر واصل توقف عاد رجع ظهر وقوع شهد جرى تم حقق نفذ أجرى أقام عقد شارك حضر غاب زار استقبل التقى اجتمع
وصل غادر انطلق افتتح أطلق دشن أنشأ بنى هدم أغلق فتح دخل خرج مر عبر قاد تولى تسلم سلم أعطى منح أخذ حصل نال فاز خسر تعادل
تأهل هزم تغلب سجل أحرز سيطر تقدم ارتفع انخفض زاد نقص هبط صعد قفز بلغ تخطى خفض رفع غير بدل طور حسن عدل أضاف حذف ألغى علق
أوقف أجل مدد استأنف منع سمح فرض طبق التزم خالف هاجم قصف ضرب استهدف دمر انفجر اندلع احترق حريق انهار سقط غرق اصطدم تصادم
قتل قتيل مقتل مصرع لقي حتفه توفي وفاة مات جرح جريح أصيب إصابة ضحية نجا أنقذ إنقاذ فقد مفقود عثر بحث اعتقل قبض سجن حبس
حكم قضى محكمة محاكمة قضية تهمة أفرج هرب تهريب ضبط صادر أحبط استقال استقالة أقال اختار اختير سحق اكتسح هز شن نظم سكن ضم
انضم احتل تصدر انفرد حجز شغل تجري أجري تعرض تسبب أدى سبب خلف أحصى امتد مدته نقل انتقل حمل أحيل أثار واجه شمل تضمن بات
أصبح صار ظل كاد اعتزم خطط سعى حاول نجح فشل عجز احتاج استخدم استعمل شاب عين عينت تعيين انتخب انتخابات صوت ترشح مرشح فوز
خسارة هزيمة زيارة لقاء اجتماع اتفاق اتفاقية مذكرة تفاهم تعاون محادثات مفاوضات هجوم غارة حرب معركة اشتباك هدنة إطلاق نار
احتجاج مظاهرة إضراب أزمة كارثة حادث حادثة خلل عطل انقطاع أمطار سيول فيضان زلزال هزة إعصار عاصفة طقس حرارة جو مناخ
استدعى سحب تسريح وظيفة موظف استغنى`

/** Who they are, as far as they have no name. */
export const WHO = `منصب ممتاز قيادي بارز رئيس وزير وزارة حكومة دولة ملك أمير سلطة سلطات مسؤول مدير قائد زعيم نائب مجلس
برلمان لجنة هيئة إدارة منظمة مؤسسة شركة بنك مصرف حزب حركة جيش شرطة قوات قوة عسكري أمن أمني جندي ضابط عنصر مسلح شخص شخصا
أشخاص رجل امرأة نساء طفل شاب مواطن سكان أهالي ناس مدني لاعب مدرب منتخب فريق ناد نادي اتحاد مباراة دوري كأس بطولة جولة
هدف نقطة ملعب طالب معلم مدرسة جامعة طبيب مريض مستشفى عامل خبير باحث عالم علماء كاتب كاتبة فنان ممثل مخرج محام قاض معارض
معارضة خارجية داخلية دفاع صحة تعليم مالية عدل طاقة عمل داخل خارج مركزي مركز عام عامة قسم وحدة فرع طرف جهة جهات جانب
طائرة سيارة حافلة قطار سفينة قارب مركبة طريق جسر مبنى منزل بيت سوق مصنع مطار ميناء محطة جثة مهاجر لاجئ ركاب راكب`

/** Where and when. */
export const WHERE_AND_WHEN = `مدينة بلدة قرية منطقة محافظة ولاية إقليم عاصمة بلد بلاد حدود شمال جنوب شرق غرب شمالي
جنوبي شرقي غربي وسط مكان قرب قبالة ساحل سواحل بحر بر جزيرة أرض عالم عالمي دولي محلي وطني إقليمي ضاحية حي شارع اليوم أمس
غدا صباح مساء فجر ليل ليلة ظهر ساعة دقيقة يوم أيام أسبوع شهر سنة عام أعوام سنوات قرن موسم مرة الآن حاليا سابق سابقا
لاحق لاحقا لحظة لحظات ماض ماضي مقبل قادم جاري أخير أول أولى ثان ثاني ثانية ثالث رابع خامس سادس سابع ثامن تاسع عاشر آخر
نهاية بداية خلال منذ قبل بعد أثناء حتى حين عندما بينما إثر عقب غداة حوالي نحو قرابة نهائيات دورة مرحلة سبت أحد اثنين
ثلاثاء أربعاء خميس جمعة السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة يناير فبراير مارس أبريل مايو يونيو يوليو
أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين`

/** How much, and the words that hold a sentence together. */
export const HOW_MUCH = `واحد واحدة اثنان اثنين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع
تسعة عشر عشرة عشرون عشرين عشرات ثلاثون ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين مئة مائة مئتين مئتي مئات ألف ألفين
ألفي آلاف مليون ملايين مليار مليارات تريليون نصف ربع ثلث نسبة بالمئة المئة بالمائة درجة درجات متر كيلومتر كيلومترا
دولار يورو جنيه ريال دينار درهم عملة سعر أسعار مال قيمة رقم عدد حصيلة كمية حجم قوة بقوة شدة بشدة قادر قدرة قدرت حق بحق
باقي بقي يبقى مزيد كبير كبيرة صغير جديد جديدة قديم طويل قصير قوي قوية ضعيف واسع عال عالية منخفض كثير قليل أكثر أقل أكبر
أصغر أعلى أدنى أفضل أسوأ أبرز أهم كل جميع بعض معظم غالب مختلف متعدد عدة خاص خاصة مهم رئيسي أساسي كامل تماما جدا فقط
أيضا كذلك حول ضد عبر دون بدون غير سوى إلا بين تحت فوق أمام وراء خلف لدى عند ضمن لكن لأن لأنه بسبب رغم إذا إذ كما مثل
هنا هناك ليس ليست كانت يكون تكون يمكن يجب قد لقد سوف نفس ذات كافة ثم قيد بشأن إزاء تجاه مقابل بعدما قبلما طالما ترد يرد
إضافة حال حالة وضع أوضاع نتيجة نتائج أثر تأثير خطر مخاطر مشكلة حل خطة مشروع برنامج قرار قانون نظام حقوق شرط قضايا ملف
موضوع مسألة أمر شيء أشياء جزء مجموعة نوع شكل طريقة دور مستوى قياسي هائل شديد خطير حاد غزير كبرى عظمى لأول للمرة مجددا
قائمة جدول ترتيب نعم هيا بأن بأنه بأنها بهذا بهذه لهذا لهذه بذلك وهذا وهذه فهذا مجرد بلا عدم مدى طوال مهما لأجل وجود
يوجد توجد موجود يتم تتم يقوم تقوم قامت قام يقول تقول يريد تريد يبدو تبدو يعد تعد يرى ترى يجعل تجعل جعل يأتي تأتي يصل
تصل يضع تضع وضعت كانوا كنت كنا ومع ولو ولن فلا فإن فلن عما عندما حينما مثلما مازال يزال تزال بضع بضعة مرتين مرات سواء
أولا ثانيا واضح واقع بسيط صحيح جيد جيدة سيئ رائع جميل خطأ فكرة فرصة عودة قيام بقاء ممكن طي قابل بوصة اسم أسماء تمهيدا
مشوار أمة قياس واعد ممتد عريق حديث بارز عام عاما عامين أعواما تاريخ زيادة يقل فائق فوري طبيعي حياة موت الذي التي له لها
لهم لنا به بها بهم منه منها منهم فيه فيها عنه عنها عليه عليها عليهم إليه إليها هو هي هم نحن أنا أنت هؤلاء أولئك اللذين
اللتين وهو وهي وفي ومن وعلى وإلى وعن وما وأن وإن وقد وكان وكانت ولم ولا مما فيما بما ربما إنما لما أما إما أي أية إنه
إنها أنه أنها أنهم لكنه لكنها حيث وحيث متى كم كيف لماذا أين لذلك كذا هكذا طبعا أحد إحدى أحدهم أحدهما كلا كلتا معا جميعا
نفسه نفسها وقت زمن فترة مدة حاجة سهل صعب سريع بسرعة سرعة خفيف ثقيل قادم متأخر مبكر فجأة أحيانا غالبا دائما أبدا عكس`

/** What it is about: politics and war, courts, money, technology, health, nature, arts, sport, faith, daily life. */
export const ABOUT = `سياسة سياسي دستور دستوري تشريع تعديل مادة برلماني ديمقراطية معارض ائتلاف أغلبية أقلية مقعد ناخب
اقتراع استفتاء حملة حليف تحالف توتر خلاف نزاع صراع سلام مصالحة تسوية وساطة وسيط مبادرة مقترح رد رسالة دعوة طلب موقف
مساعدة مساعدات إغاثة لجوء هجرة نزوح نازح مخيم حصار معبر حاجز أسير رهينة صفقة تبادل سلاح أسلحة صاروخ قذيفة قنبلة لغم
مسيرة طيران جوي بري بحري نووي كتيبة لواء فصيل مليشيا ميليشيا إرهاب إرهابي تفجير عبوة اغتيال اختطاف خطف رصاص نيران دبابة
مدفع مدفعي مقاتل مقاتلة انقلاب ثورة انتفاضة فوضى عنف عقوبات سيادة علاقات سفير سفارة قنصلية دبلوماسي بعثة وفد قمة مندوب
تحقيق تحقق نيابة مدع ادعاء دعوى شكوى طعن استئناف جناية جنحة جريمة جرائم مجرم مشتبه متهم مدان براءة غرامة تعويض إعدام
مؤبد عفو سجين سجون فساد رشوة اختلاس احتيال تزوير غسل أموال مخدرات حبوب حبة شحنة إرسالية جمارك مهرب عصابة سرقة لص نهب
اعتداء اقتصاد اقتصادي تجارة تجاري صناعة صناعي زراعة زراعي مزارع محصول قمح غذاء طعام استثمار مستثمر استثمارات أرباح
خسائر ديون دين قرض قروض فائدة فوائد تضخم ركود نمو ناتج ميزانية موازنة عجز فائض ضريبة ضرائب رسوم جمرك صادرات واردات
تصدير استيراد بورصة سهم أسهم مؤشر سند سندات تداول تعاملات خام برميل نفط غاز ذهب فضة معدن وقود بنزين كهرباء كهربائي
شمسية رياح مياه سد سدود راتب رواتب أجر أجور تقاعد معاش بطالة توظيف عقار عقارات إيجار سكن إسكان مسكن سياحة سائح فندق
رحلة رحلات تذكرة تذاكر طيار خطوط جوية سكة حديد سريع نقل شاحنة مترو مرور حركة سير سائق رخصة تأشيرة جواز إقامة جنسية
كفالة وافد مقيم أجنبي أجانب مغترب تكنولوجيا تقنية تقني رقمي إلكتروني إنترنت شبكة تطبيق موقع هاتف هواتف شاشة كاميرا
بطارية جهاز أجهزة حاسوب معالج رقاقة بيانات خصوصية اختراق قرصنة سيبراني برمجي تحديث إصدار نسخة ميزة مستخدم حساب منصة
روبوت ذكي ذكاء اصطناعي خوارزمية فضاء قمر كوكب نجم مركبة رائد رواد مهمة مسبار إطلاق هبوط مدار علم علوم دراسة دراسات ربط
بحث أبحاث ورقة أوراق سلسلة مجلة نتائج تجربة تجارب مختبر خلية جين دواء أدوية علاج لقاح تطعيم تحصين مرض أمراض وباء فيروس
عدوى حمى سرطان قلب سكري ضغط دم دماغ خرف جراحة عملية عيادة تمريض ممرض صيدلية وقاية أعراض وفيات مواليد حامل حوامل رضيع
ولادة تغذية وزن سمنة نوم رياضة رياضي مشي خطوة خطوات تدخين بيئة بيئي احتباس انبعاثات كربون تلوث غابة غابات شجرة حيوان
طائر سمك نحل حشرة نبات زهرة أثر آثار أثري مقبرة تمثال معبد متحف تنقيب حفرية متحجر تراث تاريخي ثقافة ثقافي أدب أدبي
رواية روائي شاعر شعر قصيدة ناشر نشر دار معرض مهرجان مسرح مسرحية فيلم أفلام سينما سينمائي مسلسل حلقة دراما موسيقى أغنية
مغن حفل حفلة لوحة جائزة جوائز تكريم ترشيح فوز فائز متوج لقب تتويج بطل أبطال نهائي نصف ربع ملحق تصفيات إقصاء تأهل مجموعة
قرعة دور ذهاب إياب ركلة جزاء تمريرة حارس مرمى مدافع مهاجم وسط ظهير جناح قائد إصابات بطاقة حكم تحكيم جمهور مشجع مدرج
انتقال انتقالات إعارة عقد ميركاتو ثنائية ثلاثية رباعية هاتريك سباق ماراثون سباح ميدالية أولمبي أولمبياد تنس سلة طائرة
يد ملاكمة مصارعة ديني مسجد صلاة حج عمرة رمضان صيام عيد شيخ إمام كنيسة بابا أسقف أساقفة قداس مسيحي مسلم إسلامي يهودي
تربية تعليمي دراسي امتحان امتحانات منهج شهادة تخرج مناهج طلاب تلميذ روضة كلية أكاديمية عائلة أسرة زوج زوجة أب أم ابن
ابنة أخ أخت جد جار صديق زميل عروس زفاف طلاق مجتمع اجتماعي إنسان إنساني إنسانية نسوي شبابي خيري تطوعي متطوع تبرع حملات
فقر فقير جوع مجاعة غني ثروة رفاهية قهوة مطبخ وجبة سكر ملح زيت لحم دجاج أرز خبز خضار فاكهة فواكه ماء هواء شمس ضوء ظلام
نور لون أسود أبيض أحمر أخضر أزرق باب نافذة غرفة شقة طابق سقف جدار عمارة برج ساحة حديقة مقهى مطعم متجر مخزن مستودع ورشة
مخبز مول حفرة نفق منجم بئر خزان أنبوب محول مولد سفن ناقلة غواصة زورق مركب مطاطي حديدي خشبي شبكات كابل هجمات تحذيرات
إنذار إخلاء إجلاء ملجأ طوارئ دفاع حماية حداد جنازة تشييع عزاء ذكرى احتفالات افتتاح اختتام فعالية فعاليات نشاط أنشطة
ندوة جلسة جولة محطة خريطة صندوق دفتر ورق قلم سيناريو`

/** The same in English. */
export const ENGLISH = `warn warns deny stop stops open opens close closes win wins won beat beats lose loses lost draw
score scores goal goals hit hits strike strikes struck kill kills killed killing die dies died death deaths dead
injured wounded attack attacks fire crash crashes collapse collapsed rise rises rose fall falls fell cut cuts lower
lowered raise raised increase drop drops high low higher child children police army government president minister prime
official officials court judge case law bill vote votes election party leader leaders state states country countries
national international global city town area north south east west central northern southern eastern western home house
bank rate rates price prices money market company firm business plan plans deal deals talks team club match game league
cup player season visitors lead strong strongly weak interest percentage benchmark powerful fear fears concern concerns
sink treble laws lawmaker lawmakers parliament congress senate cabinet ministry council committee agency authority
authorities security military force forces troops soldiers war conflict peace ceasefire truce raid raids missile
missiles drone drones bomb bombing blast explosion gunman shooting hostage hostages prisoner prisoners refugee refugees
migrant migrants aid relief border sanctions tariff tariffs trade export exports import imports economy economic
inflation growth recession debt budget tax taxes banks stock stocks shares investor investors investment profit profits
loss losses sales revenue job jobs worker workers union pay wage wages energy oil gas power electricity nuclear climate
weather storm storms flood floods flooding rain snow heat heatwave wildfire earthquake quake tsunami hurricane typhoon
tremor magnitude rescue rescuers survivors missing toll victims damage building buildings homes road roads train trains
plane planes flight flights airport airline ship boat car cars vehicle vehicles driver health hospital doctor doctors
patient patients disease virus outbreak vaccine vaccines drug drugs cancer study research researchers scientists
science space moon mars launch mission rocket satellite technology tech software app apps phone phones internet online
data privacy chip chips model artificial intelligence users social media video film movie series actor actress singer
music album concert book books author writer novel prize award awards art artist artists museum painting theft heist
robbery thief thieves stolen jewels jewellery school schools student students teacher teachers university education
family families mother father son daughter brother sister wife husband friend friends boy girl baby religion church
pope bishop mosque priest king queen prince princess royal crown palace final semi-final quarter-final tournament
championship champion champions title trophy coach manager captain striker defender midfielder goalkeeper injury
transfer fans stadium race olympic medal tennis cricket rugby football soccer basketball boxing arrest arrested charged
trial sentenced jailed prison guilty verdict lawyer appeal investigation inquiry probe evidence suspect suspects crime
fraud corruption protest protests protesters rally march demonstration coup rebel rebels opposition candidate
candidates campaign ballot poll polls referendum coalition majority resign resigns resigned resignation appoint
appointed visit visits meet meets meeting summit conference agreement treaty statement speech interview letter message
source sources public private local foreign federal island coast sea river mountain forest animal animals dog cat bird
fish food water wine coffee restaurant hotel tourist tourists travel holiday festival wedding funeral anniversary
birthday steal steals daylight masked briefing released freed free allowed sell sells sold buy buys bought worth
valuation giant boom answer move moves moved hold holds held stand stands stood break breaks broke broken build built
grow grows grew spend spent pays paid send sends sent leads led follow follows followed join joins joined leave leaves
left stay stays stayed run runs ran walk drive fly flies flew carry carries carried throw threw catch caught save saves
saved change changes changed help helps helped work works worked play plays played planned need needs offer offers
offered face faces faced seek seeks sought urge urges urged backs backed reject rejects rejected approve approves
approved ban bans banned block blocks blocked limit limits limited test tests tested fail fails failed miss missed push
pushed pull pulled reach reached record records deadly huge massive minor empty common rare deep wide hard easy fast
slow clear dark light heavy hot cold warm dry wet red blue green black white gold silver young adult elderly teen
teenager teenagers male female human life lives living live safe safety risk risks threat threats danger hope hopes
love hate news letters share list lists word words room rooms door street square park land ground site sites region
regions district province village capital mayor governor ambassador spokesman spokeswoman chief head heads member
members board staff employee employees expert experts analyst analysts critics victim owner owners resident residents
passenger passengers crew pilot pilots guard guards officer officers spy spies`

/** Those that say nothing there. */
export const ENGLISH_EMPTY = `however although though because whether within without upon onto toward towards really
very even ever never always often again almost around about own same several each both few such too via per plus said
says say tell told report reports announce announced call calls claim claims show shows find finds found make makes
made take takes taken took get gets got give gives given set put keep come comes came go goes went return begin began
start starts end ends top least most more less many much people man men woman women world near off up down out over
under after before since until while as by with from at into against amid between among during their his her its our
your this that these those who what when where why how will would can could may might should must have has had was were
been being are is am be do does did not no yes new old first last next two three four five six seven eight nine ten
half quarter hundred thousand million billion percent cent year years month months week weeks day days today monday
tuesday wednesday thursday friday saturday sunday morning evening night late early time times hour hours minute minutes
big large small great major good bad best worst long short back them they he she it we you one some any all other
others another than then so but also just only still now here there point points key way cite citing dozen dozens
across past become becomes became ask asks asked bring brings brought turn turns turned want wants try tries tried use
uses used main real full number numbers figure figures name names named part parts side sides line lines form forms
kind type ways thing things place places`

/** More places than search knows by name (arabic-families.ts). */
export const PLACES = `إندونيسيا ماليزيا سنغافورة تايلاند الفلبين فيتنام ميانمار بنغلاديش نيبال سريلانكا كازاخستان
أوزبكستان أذربيجان أرمينيا جورجيا قبرص المجر بلغاريا كرواتيا كوسوفو البوسنة سلوفاكيا أوغندا تنزانيا رواندا الكونغو
الكاميرون غانا السنغال النيجر بوركينا غينيا مدغشقر موزمبيق زيمبابوي أنغولا جامايكا هايتي كولومبيا بيرو تشيلي بوليفيا
الإكوادور نيوزيلندا جدة مكة الدمام الدوحة المنامة مسقط أبوظبي الشارقة إربد الموصل البصرة كركوك أربيل السليمانية حمص
إدلب اللاذقية درعا طرطوس صيدا بعلبك نابلس يونس تعز الحديدة مأرب حضرموت الإسكندرية الجيزة الأقصر أسوان سيناء بنغازي
مصراتة طبرق صفاقس وهران قسنطينة الرباط مراكش طنجة نواكشوط الفاشر دارفور كردفان بورتسودان مقديشو نيروبي لاغوس جنيف
بروكسل مدريد روما فيينا أثينا وارسو سيول مومباي كراتشي كابول نيويورك كاليفورنيا تكساس فلوريدا سيدني`

/** Capitals, which stand for their countries as often as for themselves. */
export const CAPITALS = `دمشق سوريا، بغداد العراق، بيروت لبنان، القاهرة مصر، صنعاء اليمن، الخرطوم السودان، الرياض السعودية، الدوحة قطر،
المنامة البحرين، مسقط عمان، أبوظبي الإمارات، الرباط المغرب، نواكشوط موريتانيا، مقديشو الصومال، طهران إيران، أنقرة تركيا،
كابول أفغانستان، موسكو روسيا، كييف أوكرانيا، لندن بريطانيا، باريس فرنسا، برلين ألمانيا، مدريد إسبانيا، روما إيطاليا،
فيينا النمسا، أثينا اليونان، وارسو بولندا، بروكسل بلجيكا، واشنطن أمريكا، بكين الصين، طوكيو اليابان، سيول كوريا،
دلهي الهند، نيروبي كينيا`
